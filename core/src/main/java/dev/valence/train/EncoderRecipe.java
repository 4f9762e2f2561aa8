package dev.valence.train;

import dev.valence.internal.compute.Backend;
import dev.valence.internal.engine.Backends;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Options of the encoder that is trained: the model to start from, or tokenizer and shape of a new one.
 *
 * <p>Not thread-safe.
 *
 * @param <R> the recipe
 */
public abstract sealed class EncoderRecipe<R extends EncoderRecipe<R>> extends Recipe<R>
        permits ClassifierRecipe, Pretraining {
    final EncoderShape shape = new EncoderShape();

    @Nullable
    String from;

    EncoderRecipe() {}

    /**
     * Sets the model to start from, instead of random weights: its encoder, its tokenizer and, where the classes are the same,
     * its head.
     *
     * @param source a model directory, the directory of a run, {@code hf:ORG/NAME[@REVISION]} or {@code
     *     maven:GROUP:ARTIFACT:VERSION}
     */
    public R from(String source) {
        from = source;
        return self();
    }

    /** Sets the model to start from; see {@link #from(String)}. */
    public R from(Path directory) {
        return from(directory.toString());
    }

    /** Sets the {@code tokenizer.json} of a new encoder (default: byte pairs learned from the training texts). */
    public R tokenizer(Path file) {
        shape.tokenizer = file;
        return self();
    }

    /** Sets the greatest number of tokens to learn (default: 25,000). */
    public R vocabularySize(int tokens) {
        shape.vocabularySize = tokens;
        return self();
    }

    /** Sets the number of encoder layers (default: 6). */
    public R layers(int layers) {
        shape.layers = layers;
        return self();
    }

    /** Sets the number of attention heads (default: 8). */
    public R heads(int heads) {
        shape.heads = heads;
        return self();
    }

    /** Sets the width of the encoder (default: 128). */
    public R width(int width) {
        shape.width = width;
        return self();
    }

    /** Sets the width inside the feed-forward layers (default: 256). */
    public R feedForward(int width) {
        shape.feedForward = width;
        return self();
    }

    /** Sets the greatest number of tokens of a text; the rest is cut off (default: 128). */
    public R maximumLength(int tokens) {
        shape.maximumLength = tokens;
        return self();
    }

    /** Sets the kind of positions (default: sinusoidal). */
    public R positions(PositionKind positions) {
        shape.positions = positions;
        return self();
    }

    /** Sets where LayerNorm stands (default: post-norm, in pre-training pre-norm). */
    public R norm(NormPlacement norm) {
        shape.norm = norm;
        return self();
    }

    /** Sets the share of elements dropped in training (default: 0.4 for random weights, 0 in pre-training). */
    public R dropout(double rate) {
        shape.dropout = (float) rate;
        return self();
    }

    /** Who computes; what cannot run here is reported. */
    Backend backend() {
        return Backends.of(engine, listener::note);
    }

    int vocabularySize(Path tokenizerFile) {
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(tokenizerFile, shape.maximumLength())) {
            return tokenizer.vocabularySize();
        }
    }
}
