package dev.valence.cli;

import dev.valence.train.EncoderRecipe;
import dev.valence.train.NormPlacement;
import dev.valence.train.PositionKind;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Tokenizer and shape of a new encoder; the defaults are the tutorial's, with real positions. */
final class EncoderOptions {

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
    private @Nullable Double dropout;

    /** Sets what was asked for. */
    void applyTo(EncoderRecipe<?> recipe) {
        recipe.vocabularySize(vocabularySize);
        Options.set(tokenizer, recipe::tokenizer);
        Options.set(layers, recipe::layers);
        Options.set(heads, recipe::heads);
        Options.set(width, recipe::width);
        Options.set(feedForward, recipe::feedForward);
        Options.set(maximumLength, recipe::maximumLength);
        Options.set(positions, kind -> recipe.positions(PositionKind.of(kind)));
        Options.set(norm, where -> recipe.norm(NormPlacement.of(where)));
        Options.set(dropout, recipe::dropout);
    }
}
