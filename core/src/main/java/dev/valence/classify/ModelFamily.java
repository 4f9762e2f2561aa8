package dev.valence.classify;

import dev.valence.InputException;
import dev.valence.checkpoint.ConfigJson;
import dev.valence.checkpoint.huggingface.StoredWeights;
import dev.valence.compute.Activation;
import dev.valence.model.EncoderConfig;
import dev.valence.model.HeadConfig;
import java.util.Arrays;

/**
 * Kinds of models, by the {@code model_type} of their {@code config.json}: its keys, the heads, and how tensors are stored.
 * MiniLM, BGE and E5 are of BERT's family.
 */
public enum ModelFamily {
    /** This project's own encoder: the tutorial's, with real positions. */
    VALENCE("valence", "Valence", EncoderJson.VALENCE, StoredWeights.VALENCE, StoredWeights.VALENCE),
    /** Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", 2019. */
    BERT("bert", "Bert", EncoderJson.BERT, StoredWeights.BERT_CLASSIFIER, StoredWeights.BERT_MASKED_LANGUAGE),
    /** Sanh et al., "DistilBERT, a distilled version of BERT", 2019. */
    DISTILBERT(
            "distilbert",
            "DistilBert",
            EncoderJson.DISTILBERT,
            StoredWeights.DISTILBERT_CLASSIFIER,
            StoredWeights.DISTILBERT_MASKED_LANGUAGE),
    /** Liu et al., "RoBERTa: A Robustly Optimized BERT Pretraining Approach", 2019. */
    ROBERTA(
            "roberta",
            "Roberta",
            EncoderJson.ROBERTA,
            StoredWeights.ROBERTA_CLASSIFIER,
            StoredWeights.ROBERTA_MASKED_LANGUAGE);

    private static final String TYPE = "model_type";

    private final String modelType;
    private final String className;
    private final EncoderJson encoderJson;
    private final StoredWeights classifierWeights;
    private final StoredWeights maskedLanguageWeights;

    ModelFamily(
            String modelType,
            String className,
            EncoderJson encoderJson,
            StoredWeights classifierWeights,
            StoredWeights maskedLanguageWeights) {
        this.modelType = modelType;
        this.className = className;
        this.encoderJson = encoderJson;
        this.classifierWeights = classifierWeights;
        this.maskedLanguageWeights = maskedLanguageWeights;
    }

    /** Names of all families, as {@code model_type} has them. */
    static String[] modelTypes() {
        return Arrays.stream(values()).map(family -> family.modelType).toArray(String[]::new);
    }

    /**
     * The family that a {@code config.json} names.
     *
     * @throws InputException if it is none of these
     */
    static ModelFamily of(ConfigJson json) {
        String type = json.choice(TYPE, modelTypes());
        return values()[Arrays.asList(modelTypes()).indexOf(type)];
    }

    /** Its {@code model_type}. */
    String modelType() {
        return modelType;
    }

    /** What its classes are called in Python, before what they are for. */
    String className() {
        return className;
    }

    EncoderJson encoderJson() {
        return encoderJson;
    }

    /** How the tensors of a model with a head for this task are stored. */
    StoredWeights weights(Task task) {
        return task instanceof Task.MaskedLanguage ? maskedLanguageWeights : classifierWeights;
    }

    /**
     * The head of a classifier.
     *
     * @param json what may say more of its dropout
     */
    HeadConfig classifierHead(EncoderConfig encoder, ConfigJson json) {
        return switch (this) {
            case VALENCE -> HeadConfig.normed(Activation.RELU, false);
            case BERT -> HeadConfig.pooler(Activation.TANH, rate(json, "classifier_dropout", encoder.dropout()));
            case DISTILBERT -> HeadConfig.pooler(Activation.RELU, rate(json, "seq_classif_dropout", 0.2f));
            case ROBERTA -> {
                float dropout = rate(json, "classifier_dropout", encoder.dropout());
                yield new HeadConfig(Activation.TANH, false, dropout, dropout, false);
            }
        };
    }

    private static float rate(ConfigJson json, String key, float usual) {
        return json.has(key) ? EncoderJson.rate(json, key) : usual;
    }

    /** The head that predicts hidden tokens. */
    HeadConfig maskedLanguageHead(EncoderConfig encoder, boolean tied) {
        return switch (this) {
            case VALENCE -> HeadConfig.normed(Activation.RELU, tied);
            case BERT, DISTILBERT -> HeadConfig.normed(encoder.activation(), tied);
            case ROBERTA -> HeadConfig.normed(Activation.GELU, tied);
        };
    }
}
