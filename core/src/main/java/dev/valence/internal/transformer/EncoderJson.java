package dev.valence.internal.transformer;

import dev.valence.internal.compute.Activation;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.DropoutRates;
import dev.valence.internal.model.EmbeddingConfig;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.train.NormPlacement;
import dev.valence.train.PositionKind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keys of an encoder's shape in the {@code config.json} of one family. Null keys do not exist in that family.
 *
 * @param layers number of layers
 * @param heads number of heads
 * @param width D
 * @param feedForward F
 * @param positionKind how places are encoded; without it they are learned, nothing is scaled, and LayerNorm follows the
 *     embeddings, as in BERT
 * @param activation inside the feed-forward layers
 * @param dropout share of elements dropped
 * @param attentionDropout share of attention's probabilities dropped
 * @param epsilon of LayerNorm; without it BERT's
 * @param tokenTypes number of kinds of tokens
 * @param padding id of the token for padding, behind whose position the first one stands
 */
record EncoderJson(
        String layers,
        String heads,
        String width,
        String feedForward,
        @Nullable String positionKind,
        String activation,
        String dropout,
        @Nullable String attentionDropout,
        @Nullable String epsilon,
        @Nullable String tokenTypes,
        @Nullable String padding) {
    static final EncoderJson VALENCE = new EncoderJson(
            "num_hidden_layers",
            "num_attention_heads",
            "hidden_size",
            "intermediate_size",
            "position_embedding_type",
            "hidden_act",
            "hidden_dropout_prob",
            null,
            "layer_norm_eps",
            null,
            null);

    static final EncoderJson BERT = bert(null);

    static final EncoderJson ROBERTA = bert("pad_token_id");

    static final EncoderJson DISTILBERT = new EncoderJson(
            "n_layers",
            "n_heads",
            "dim",
            "hidden_dim",
            null,
            "activation",
            "dropout",
            "attention_dropout",
            null,
            null,
            null);

    private static EncoderJson bert(@Nullable String padding) {
        return new EncoderJson(
                "num_hidden_layers",
                "num_attention_heads",
                "hidden_size",
                "intermediate_size",
                null,
                "hidden_act",
                "hidden_dropout_prob",
                "attention_probs_dropout_prob",
                "layer_norm_eps",
                "type_vocab_size",
                padding);
    }

    private static final String VOCABULARY = "vocab_size";
    /** Key of Valence's own encoder; post-norm if it is missing. */
    private static final String NORM = "norm_placement";

    private static final String LENGTH = "max_position_embeddings";
    private static final float BERT_EPSILON = 1e-12f;
    private static final float USUAL_DROPOUT = 0.1f;
    private static final int MOST = 1 << 24;
    /** Upper bound of the maximum length; limits the table of fixed positions, which has no weights. */
    private static final int MOST_POSITIONS = 1 << 16;

    /** Hugging Face's names of activations; the first name of each is written. */
    private static final Map<String, Activation> ACTIVATIONS = new LinkedHashMap<>();

    static {
        ACTIVATIONS.put("relu", Activation.RELU);
        ACTIVATIONS.put("gelu", Activation.GELU);
        ACTIVATIONS.put("gelu_python", Activation.GELU);
        ACTIVATIONS.put("gelu_new", Activation.GELU_TANH);
        ACTIVATIONS.put("gelu_pytorch_tanh", Activation.GELU_TANH);
        ACTIVATIONS.put("gelu_fast", Activation.GELU_TANH);
        ACTIVATIONS.put("tanh", Activation.TANH);
    }

    /** Reads the shape. */
    EncoderConfig read(ConfigJson json) {
        int first = padding == null ? 0 : json.integer(padding, 0, MOST) + 1;
        if (positive(json, width) % positive(json, heads) != 0) {
            throw json.violation(heads, "a divisor of the " + width + " " + positive(json, width));
        }
        return new EncoderConfig(
                positive(json, VOCABULARY),
                positive(json, layers),
                positive(json, heads),
                positive(json, width),
                positive(json, feedForward),
                json.integer(LENGTH, 1 + first, MOST_POSITIONS) - first,
                new EmbeddingConfig(
                        positionKind == null
                                ? PositionKind.LEARNED
                                : PositionKind.of(choice(json, positionKind, PositionKind.values(), PositionKind::id)),
                        first,
                        tokenTypes == null ? 0 : positive(json, tokenTypes),
                        positionKind != null,
                        positionKind == null),
                activation(json),
                dropouts(dropout(json, dropout), attentionDropout == null ? 0f : dropout(json, attentionDropout)),
                epsilon(json),
                positionKind != null && json.has(NORM)
                        ? NormPlacement.of(choice(json, NORM, NormPlacement.values(), NormPlacement::id))
                        : NormPlacement.AFTER);
    }

    /** Reads the name of one of the values. */
    static <T> String choice(ConfigJson json, String key, T[] values, Function<T, String> id) {
        return json.choice(key, Arrays.stream(values).map(id).toArray(String[]::new));
    }

    /** Returns the rates of the family with one value for all. */
    DropoutRates dropouts(float rate) {
        return dropouts(rate, attentionDropout == null ? 0f : rate);
    }

    private DropoutRates dropouts(float hidden, float attention) {
        return new DropoutRates(hidden, attention, positionKind != null);
    }

    private static int positive(ConfigJson json, String key) {
        return json.integer(key, 1, MOST);
    }

    /** Reads a rate; if it is missing, Hugging Face's default applies. */
    private float dropout(ConfigJson json, String key) {
        return positionKind == null && !json.has(key) ? USUAL_DROPOUT : rate(json, key);
    }

    private float epsilon(ConfigJson json) {
        if (epsilon == null || (positionKind == null && !json.has(epsilon))) {
            return BERT_EPSILON;
        }
        float number = rate(json, epsilon);
        if (number == 0) {
            throw json.violation(epsilon, "a number in (0, 1)");
        }
        return number;
    }

    /** A number in [0, 1). */
    static float rate(ConfigJson json, String key) {
        float rate = (float) json.number(key, 0, 1);
        if (rate == 1) {
            throw json.violation(key, "a number in [0, 1)");
        }
        return rate;
    }

    private Activation activation(ConfigJson json) {
        String name = json.choice(activation, ACTIVATIONS.keySet().toArray(String[]::new));
        return ACTIVATIONS.getOrDefault(name, Activation.RELU);
    }

    /** Writes the shape; keeps the name in {@code json} of an activation with several names. */
    void write(EncoderConfig config, Map<String, @Nullable Object> json) {
        json.put(VOCABULARY, config.vocabularySize());
        json.put(layers, config.layers());
        json.put(heads, config.heads());
        json.put(width, config.width());
        json.put(feedForward, config.feedForwardWidth());
        json.put(LENGTH, config.maximumLength() + config.embeddings().firstPosition());
        if (positionKind != null) {
            json.put(positionKind, config.positions().id());
        }
        if (config.normPlacement() != NormPlacement.AFTER) {
            json.put(NORM, config.normPlacement().id());
        }
        if (!(json.get(activation) instanceof String name) || ACTIVATIONS.get(name) != config.activation()) {
            json.put(activation, name(config.activation()));
        }
        json.put(dropout, exact(config.dropout()));
        if (attentionDropout != null) {
            json.put(attentionDropout, exact(config.dropouts().attention()));
        }
        if (epsilon != null) {
            json.put(epsilon, exact(config.layerNormEpsilon()));
        }
        if (tokenTypes != null) {
            json.put(tokenTypes, config.embeddings().tokenTypes());
        }
        if (padding != null) {
            json.put(padding, config.embeddings().firstPosition() - 1);
        }
    }

    private static String name(Activation activation) {
        return ACTIVATIONS.entrySet().stream()
                .filter(entry -> entry.getValue() == activation)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the shortest decimal number that is this float. */
    static double exact(float number) {
        return Double.parseDouble(Float.toString(number));
    }
}
