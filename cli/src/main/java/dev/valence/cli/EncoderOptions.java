package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.transformer.ModelFamily;
import dev.valence.train.NormPlacement;
import dev.valence.train.PositionKind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Tokenizer and shape of a new encoder; the defaults are the tutorial's, with real positions. */
final class EncoderOptions {
    private static final float LAYER_NORM_EPSILON = 1e-5f;
    private static final int LAYERS = 6;
    private static final int HEADS = 8;
    private static final int WIDTH = 128;
    private static final int FEED_FORWARD = 256;
    private static final int MAXIMUM_LENGTH = 128;
    private static final float DROPOUT = 0.4f;
    private static final float GENTLE_DROPOUT = 0.1f;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "a Hugging Face tokenizer.json (default: byte pairs learned from the training texts)")
    private @Nullable Path tokenizer;

    @Option(
            names = "--vocabulary-size",
            paramLabel = "N",
            description = "tokens to learn at most (default: ${DEFAULT-VALUE})")
    private int vocabularySize = 25_000;

    @Option(names = "--layers", paramLabel = "N", description = "encoder layers (default: 6)")
    private @Nullable Integer layers;

    @Option(names = "--heads", paramLabel = "N", description = "attention heads (default: 8)")
    private @Nullable Integer heads;

    @Option(names = "--width", paramLabel = "N", description = "width of the encoder (default: 128)")
    private @Nullable Integer width;

    @Option(
            names = "--feed-forward",
            paramLabel = "N",
            description = "width inside the feed-forward layers (default: 256)")
    private @Nullable Integer feedForward;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description = "tokens of a text at most; the rest is cut off (default: 128)")
    private @Nullable Integer maximumLength;

    @Option(
            names = "--positions",
            paramLabel = "KIND",
            description =
                    "none, sinusoidal or learned (default: sinusoidal; with --preset tutorial: none, as its code does)")
    private @Nullable String positions;

    @Option(
            names = "--norm",
            paramLabel = "WHERE",
            description =
                    "where LayerNorm stands: before or after attention and the feed-forward layer (default: after)")
    private @Nullable String norm;

    @Option(
            names = "--dropout",
            paramLabel = "RATE",
            description =
                    "share of elements dropped in training, wherever the model drops any (default: 0.4, which random weights"
                            + " want, 0 in pre-training; with --preset tutorial: 0.1)")
    private @Nullable Float dropout;

    /** An encoder for a few thousand short texts. */
    static EncoderOptions small() {
        EncoderOptions options = new EncoderOptions();
        options.layers = 3;
        options.heads = 4;
        options.width = 64;
        options.feedForward = 128;
        options.dropout = GENTLE_DROPOUT;
        return options;
    }

    /** The dropout alone, for where a model decides the rest; null for the preset's. */
    static EncoderOptions ofDropout(@Nullable Float dropout) {
        EncoderOptions options = new EncoderOptions();
        options.dropout = dropout;
        return options;
    }

    @Nullable
    Path tokenizer() {
        return tokenizer;
    }

    int vocabularySize() {
        return vocabularySize;
    }

    int maximumLength() {
        return or(maximumLength, MAXIMUM_LENGTH);
    }

    /** Share of elements dropped in fine-tuning. */
    float dropout(boolean tutorial) {
        return or(dropout, tutorial ? GENTLE_DROPOUT : DROPOUT);
    }

    /** The same for an encoder that there is; null for what its directory says, if others published it. */
    @Nullable
    Float dropout(ModelFamily family, boolean tutorial) {
        return dropout == null && family != ModelFamily.VALENCE ? null : Float.valueOf(dropout(tutorial));
    }

    /** The shape of an encoder to fine-tune, for a tokenizer with that many tokens. */
    EncoderConfig config(int tokens, boolean tutorial) {
        return config(tokens, tutorial, dropout(tutorial), NormPlacement.AFTER);
    }

    /** The shape of an encoder to pre-train: from far more text, which needs no dropout but higher rates. */
    EncoderConfig pretrainingConfig(int tokens, boolean tutorial) {
        return config(
                tokens, tutorial, pretrainingDropout(tutorial), tutorial ? NormPlacement.AFTER : NormPlacement.BEFORE);
    }

    /** Share of elements dropped in going on with the pre-training of an encoder; null for what its directory says. */
    @Nullable
    Float pretrainingDropout(ModelFamily family, boolean tutorial) {
        return dropout == null && family != ModelFamily.VALENCE ? null : Float.valueOf(pretrainingDropout(tutorial));
    }

    private float pretrainingDropout(boolean tutorial) {
        return or(dropout, tutorial ? GENTLE_DROPOUT : 0f);
    }

    private EncoderConfig config(int tokens, boolean tutorial, float rate, NormPlacement usual) {
        return EncoderConfig.valence(
                        tokens,
                        or(layers, LAYERS),
                        or(heads, HEADS),
                        or(width, WIDTH),
                        or(feedForward, FEED_FORWARD),
                        maximumLength(),
                        PositionKind.of(or(positions, tutorial ? "none" : "sinusoidal")),
                        rate,
                        LAYER_NORM_EPSILON)
                .withNorm(norm == null ? usual : NormPlacement.of(norm));
    }

    /** Makes sure that nothing was asked for which a model to start from decides. */
    void requireNoShape(String init) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("--layers", layers);
        shape.put("--heads", heads);
        shape.put("--width", width);
        shape.put("--feed-forward", feedForward);
        shape.put("--max-length", maximumLength);
        shape.put("--positions", positions);
        shape.put("--norm", norm);
        shape.values().removeIf(Objects::isNull);
        if (!shape.isEmpty()) {
            throw new InputException(init + " decides the shape of the encoder, found "
                    + String.join(", ", shape.keySet()) + "; leave that out");
        }
    }

    private static <T> T or(@Nullable T given, T usual) {
        return given == null ? usual : given;
    }
}
