package dev.valence.formats;

import dev.valence.internal.json.ConfigJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shape of a BERT encoder (Devlin et al. 2019), as importers read it from a file.
 *
 * @param vocabulary V
 * @param width D
 * @param layers encoder layers
 * @param heads H, a divisor of D
 * @param feedForward F
 * @param positions most tokens of a text
 * @param tokenTypes kinds of segments
 * @param epsilon of every LayerNorm
 * @param activation of the feed-forward layers, by Hugging Face's name: gelu, gelu_new or relu
 */
public record BertShape(
        int vocabulary,
        int width,
        int layers,
        int heads,
        int feedForward,
        int positions,
        int tokenTypes,
        double epsilon,
        String activation) {
    private static final double DROPOUT = 0.1;
    private static final double INITIALIZER_RANGE = 0.02;

    /**
     * Returns the {@code config.json} of Hugging Face; values that a file of weights lacks are those of the published
     * BERT.
     *
     * @param architecture Hugging Face's class, such as BertModel
     */
    public ConfigJson toConfig(String architecture) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of(architecture));
        config.put("model_type", "bert");
        config.put("vocab_size", vocabulary);
        config.put("hidden_size", width);
        config.put("num_hidden_layers", layers);
        config.put("num_attention_heads", heads);
        config.put("intermediate_size", feedForward);
        config.put("hidden_act", activation);
        config.put("hidden_dropout_prob", DROPOUT);
        config.put("attention_probs_dropout_prob", DROPOUT);
        config.put("max_position_embeddings", positions);
        config.put("type_vocab_size", tokenTypes);
        config.put("initializer_range", INITIALIZER_RANGE);
        config.put("layer_norm_eps", epsilon);
        config.put("pad_token_id", 0);
        return ConfigJson.of(config);
    }
}
