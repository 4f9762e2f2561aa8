package dev.valence.cli;

import dev.valence.train.EncoderRecipe;
import dev.valence.train.NormPlacement;
import dev.valence.train.PositionKind;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of tokenizer and shape of a new encoder. */
final class EncoderOptions {

    @Option(names = "--tokenizer", paramLabel = "FILE", descriptionKey = "encoder.tokenizer")
    private @Nullable Path tokenizer;

    @Option(names = "--vocabulary-size", paramLabel = "N")
    private int vocabularySize = 25_000;

    @Option(names = "--layers", paramLabel = "N")
    private @Nullable Integer layers;

    @Option(names = "--heads", paramLabel = "N", descriptionKey = "encoder.heads")
    private @Nullable Integer heads;

    @Option(names = "--width", paramLabel = "N")
    private @Nullable Integer width;

    @Option(names = "--feed-forward", paramLabel = "N")
    private @Nullable Integer feedForward;

    @Option(names = "--max-length", paramLabel = "N", descriptionKey = "encoder.max-length")
    private @Nullable Integer maximumLength;

    @Option(names = "--positions", paramLabel = "KIND")
    private @Nullable String positions;

    @Option(names = "--norm", paramLabel = "WHERE")
    private @Nullable String norm;

    @Option(names = "--dropout", paramLabel = "RATE", descriptionKey = "encoder.dropout")
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
