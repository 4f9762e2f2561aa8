package dev.valence.classify;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.checkpoint.ConfigJson;
import dev.valence.model.EncoderConfig;
import dev.valence.model.PositionKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code config.json} of this project's own encoder, {@code model_type: valence}, with the keys that Hugging Face uses for
 * the same things.
 */
final class ConfigFile {
    static final String NAME = "config.json";
    static final String MODEL_TYPE = "valence";
    private static final String CLASSIFIER = "ValenceForSequenceClassification";
    private static final String MASKED_LANGUAGE = "ValenceForMaskedLM";
    private static final String ACTIVATION = "relu";

    private ConfigFile() {}

    /** What a classifier says of itself. */
    static ConfigJson write(EncoderConfig config, LabelSet labels) {
        Map<String, Object> json = encoder(config, CLASSIFIER);
        Map<String, Object> names = new LinkedHashMap<>();
        for (int c = 0; c < labels.size(); c++) {
            names.put(Integer.toString(c), labels.name(c));
        }
        json.put("id2label", names);
        return ConfigJson.of(json);
    }

    /** What a masked language model says of itself. */
    static ConfigJson write(EncoderConfig config, boolean tied) {
        Map<String, Object> json = encoder(config, MASKED_LANGUAGE);
        json.put("tie_word_embeddings", tied);
        return ConfigJson.of(json);
    }

    private static Map<String, Object> encoder(EncoderConfig config, String architecture) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model_type", MODEL_TYPE);
        json.put("architectures", List.of(architecture));
        json.put("vocab_size", config.vocabularySize());
        json.put("num_hidden_layers", config.layers());
        json.put("num_attention_heads", config.heads());
        json.put("hidden_size", config.width());
        json.put("intermediate_size", config.feedForwardWidth());
        json.put("max_position_embeddings", config.maximumLength());
        json.put("position_embedding_type", config.positions().id());
        json.put("hidden_act", ACTIVATION);
        json.put("hidden_dropout_prob", Double.parseDouble(Float.toString(config.dropout())));
        json.put("layer_norm_eps", Double.parseDouble(Float.toString(config.layerNormEpsilon())));
        return json;
    }

    /** Whether it is a masked language model; models saved before there were any say nothing and are classifiers. */
    static boolean maskedLanguage(ConfigJson json) {
        return json.has("architectures") && json.strings("architectures").contains(MASKED_LANGUAGE);
    }

    static boolean tied(ConfigJson json) {
        return json.bool("tie_word_embeddings");
    }

    static EncoderConfig config(ConfigJson json) {
        json.choice("model_type", MODEL_TYPE);
        json.choice("hidden_act", ACTIVATION);
        return EncoderConfig.valence(
                positive(json, "vocab_size"),
                positive(json, "num_hidden_layers"),
                positive(json, "num_attention_heads"),
                positive(json, "hidden_size"),
                positive(json, "intermediate_size"),
                positive(json, "max_position_embeddings"),
                PositionKind.of(json.string("position_embedding_type")),
                (float) json.number("hidden_dropout_prob", 0, 1),
                (float) json.number("layer_norm_eps", 0, 1));
    }

    private static int positive(ConfigJson json, String key) {
        return json.integer(key, 1, 1 << 24);
    }

    static LabelSet labels(ConfigJson json) {
        ConfigJson names = json.object("id2label");
        List<String> labels = new ArrayList<>();
        while (names.has(Integer.toString(labels.size()))) {
            labels.add(names.string(Integer.toString(labels.size())));
        }
        if (labels.size() != names.values().size() || labels.size() < 2) {
            throw new InputException("required 'id2label' with names for 0, 1, ... without a gap, found "
                    + names.values().keySet() + "; restore " + NAME);
        }
        return new LabelSet(labels);
    }
}
