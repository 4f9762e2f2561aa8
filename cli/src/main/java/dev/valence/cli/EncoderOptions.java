package dev.valence.cli;

import dev.valence.model.EncoderConfig;
import dev.valence.model.PositionKind;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Tokenizer and shape of a new encoder; the defaults are the tutorial's, with real positions. */
final class EncoderOptions {
    private static final float LAYER_NORM_EPSILON = 1e-5f;
    private static final float DROPOUT = 0.4f;
    private static final float TUTORIAL_DROPOUT = 0.1f;

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

    @Option(names = "--layers", paramLabel = "N", description = "encoder layers (default: ${DEFAULT-VALUE})")
    private int layers = 6;

    @Option(names = "--heads", paramLabel = "N", description = "attention heads (default: ${DEFAULT-VALUE})")
    private int heads = 8;

    @Option(names = "--width", paramLabel = "N", description = "width of the encoder (default: ${DEFAULT-VALUE})")
    private int width = 128;

    @Option(
            names = "--feed-forward",
            paramLabel = "N",
            description = "width inside the feed-forward layers (default: ${DEFAULT-VALUE})")
    private int feedForward = 256;

    @Option(
            names = "--max-length",
            paramLabel = "N",
            description = "tokens of a text at most; the rest is cut off (default: ${DEFAULT-VALUE})")
    private int maximumLength = 128;

    @Option(
            names = "--positions",
            paramLabel = "KIND",
            description =
                    "none, sinusoidal or learned (default: sinusoidal; with --preset tutorial: none, as its code does)")
    private @Nullable String positions;

    @Option(
            names = "--dropout",
            paramLabel = "RATE",
            description =
                    "share of elements dropped in training (default: 0.4, which random weights want; with --preset"
                            + " tutorial: 0.1)")
    private @Nullable Float dropout;

    /** An encoder for a few thousand short texts. */
    static EncoderOptions small() {
        EncoderOptions options = new EncoderOptions();
        options.layers = 3;
        options.heads = 4;
        options.width = 64;
        options.feedForward = 128;
        options.dropout = TUTORIAL_DROPOUT;
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
        return maximumLength;
    }

    /** The shape for a tokenizer with that many tokens. */
    EncoderConfig config(int tokens, boolean tutorial) {
        float usualDropout = tutorial ? TUTORIAL_DROPOUT : DROPOUT;
        String kind = positions != null ? positions : tutorial ? "none" : "sinusoidal";
        return new EncoderConfig(
                tokens,
                layers,
                heads,
                width,
                feedForward,
                maximumLength,
                PositionKind.of(kind),
                dropout == null ? usualDropout : dropout,
                LAYER_NORM_EPSILON);
    }
}
