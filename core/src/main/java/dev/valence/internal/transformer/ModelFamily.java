package dev.valence.internal.transformer;

import dev.valence.InputException;
import dev.valence.internal.checkpoint.huggingface.StoredWeights;
import dev.valence.internal.compute.Activation;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.model.HeadConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Families of models, by the {@code model_type} of their {@code config.json}: keys, heads and names of tensors. MiniLM,
 * BGE and E5 are of BERT's family.
 */
public enum ModelFamily {
    /** This project's own encoder: the tutorial's, with real positions. */
    VALENCE("valence", "Valence", null),
    /** Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers", 2019. */
    BERT("bert", "Bert", "classifier_dropout"),
    /** Sanh et al., "DistilBERT, a distilled version of BERT", 2019. */
    DISTILBERT("distilbert", "DistilBert", "seq_classif_dropout"),
    /** Liu et al., "RoBERTa: A Robustly Optimized BERT Pretraining Approach", 2019. */
    ROBERTA("roberta", "Roberta", "classifier_dropout");

    private static final String TYPE = "model_type";

    private final String modelType;
    private final String className;
    private final @Nullable String headDropout; // key of the dropout of a classifier's head

    ModelFamily(String modelType, String className, @Nullable String headDropout) {
        this.modelType = modelType;
        this.className = className;
        this.headDropout = headDropout;
    }

    /** Names of all families, as {@code model_type} has them. */
    static String[] modelTypes() {
        return Arrays.stream(values()).map(family -> family.modelType).toArray(String[]::new);
    }

    /**
     * The family of a saved model.
     *
     * @throws InputException if it is none of these, or there is no {@code config.json}
     */
    public static ModelFamily of(Path directory) {
        return of(ConfigJson.read(directory.resolve(ModelConfig.NAME)));
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

    /** Prefix of its class names in Python. */
    String className() {
        return className;
    }

    /** Keys of the encoder in its {@code config.json}. */
    EncoderJson encoderJson() {
        return switch (this) {
            case VALENCE -> EncoderJson.VALENCE;
            case BERT -> EncoderJson.BERT;
            case DISTILBERT -> EncoderJson.DISTILBERT;
            case ROBERTA -> EncoderJson.ROBERTA;
        };
    }

    /** How the tensors of a model with a head for this task are stored. */
    StoredWeights weights(Task task) {
        boolean masked = task instanceof Task.MaskedLanguage;
        return switch (this) {
            case VALENCE -> StoredWeights.VALENCE;
            case BERT -> masked ? StoredWeights.BERT_MASKED_LANGUAGE : StoredWeights.BERT_CLASSIFIER;
            case DISTILBERT -> masked ? StoredWeights.DISTILBERT_MASKED_LANGUAGE : StoredWeights.DISTILBERT_CLASSIFIER;
            case ROBERTA -> masked ? StoredWeights.ROBERTA_MASKED_LANGUAGE : StoredWeights.ROBERTA_CLASSIFIER;
        };
    }

    /**
     * The head of a classifier.
     *
     * @param json what may say more of its dropout
     */
    HeadConfig classifierHead(EncoderConfig encoder, ConfigJson json) {
        return switch (this) {
            case VALENCE -> HeadConfig.normed(Activation.RELU, false);
            case BERT -> HeadConfig.pooler(Activation.TANH, rate(json, encoder.dropout()));
            case DISTILBERT -> HeadConfig.pooler(Activation.RELU, rate(json, 0.2f));
            case ROBERTA -> {
                float dropout = rate(json, encoder.dropout());
                yield new HeadConfig(Activation.TANH, false, dropout, dropout, false);
            }
        };
    }

    private float rate(ConfigJson json, float usual) {
        return headDropout != null && json.has(headDropout) ? EncoderJson.rate(json, headDropout) : usual;
    }

    /** Returns the document with another dropout of a classifier's head, if it has one. */
    ConfigJson withHeadDropout(ConfigJson json, float rate) {
        if (headDropout == null) {
            return json;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>(json.values());
        values.put(headDropout, EncoderJson.exact(rate));
        return ConfigJson.of(values);
    }

    /** Returns the masked-language-model head. */
    HeadConfig maskedLanguageHead(EncoderConfig encoder, boolean tied) {
        return switch (this) {
            case VALENCE -> HeadConfig.normed(Activation.RELU, tied);
            case BERT, DISTILBERT -> HeadConfig.normed(encoder.activation(), tied);
            case ROBERTA -> HeadConfig.normed(Activation.GELU, tied);
        };
    }
}
