package dev.valence.internal.model;

import dev.valence.internal.compute.Attention;
import dev.valence.internal.compute.Dropout;
import dev.valence.internal.compute.Stopwatch.Section;

/**
 * The rows that one encoder layer computes, and the numbering of its elements for dropout. The last layer computes only
 * the R rows that the head reads, the others all T. Thread-safe.
 */
final class LayerRows {
    private static final int DROPOUTS = 3; // tensors with dropout in a layer, but for attention's probabilities

    private final EncoderConfig config;
    private final boolean outputsOnly;
    private final int firstDropout;
    private final int attentionDropout; // behind those of all layers

    LayerRows(EncoderConfig config, int layer) {
        this.config = config;
        this.outputsOnly = layer == config.layers() - 1;
        this.firstDropout = 1 + layer * DROPOUTS;
        this.attentionDropout = 1 + config.layers() * DROPOUTS + layer;
    }

    /** Number of the first tensor behind the encoder, in the numbering of dropout. */
    static int dropouts(EncoderConfig config) {
        return 1 + config.layers() * (DROPOUTS + 1);
    }

    /** Whether the layer computes only the rows that the head reads. */
    boolean outputsOnly() {
        return outputsOnly;
    }

    /** Number of rows R. */
    int count(Pass pass) {
        return outputsOnly ? pass.outputs() : pass.tokens().tokens();
    }

    /** Returns which queries attend to which keys. */
    Attention.Shape attention(Pass pass) {
        return outputsOnly ? pass.outputsOnly() : pass.allTokens();
    }

    /** Dropout of what attention adds to its input. */
    Dropout attendedDropout(Pass pass) {
        return dropout(pass, config.dropouts().hidden(), firstDropout, config.width());
    }

    /** Dropout inside the feed-forward layer. */
    Dropout innerDropout(Pass pass) {
        return dropout(pass, config.dropouts().feedForward(), firstDropout + 1, config.feedForwardWidth());
    }

    /** Dropout of what the feed-forward layer adds to its input. */
    Dropout transformedDropout(Pass pass) {
        return dropout(pass, config.dropouts().hidden(), firstDropout + 2, config.width());
    }

    /** Dropout of attention's probabilities. */
    Dropout probabilityDropout(Pass pass) {
        int rowNumbers = config.heads() * Attention.DROPOUT_STRIDE;
        return dropout(pass, config.dropouts().attention(), attentionDropout, rowNumbers);
    }

    private Dropout dropout(Pass pass, float rate, int tensor, int tensorWidth) {
        return outputsOnly
                ? pass.outputDropout(rate, tensor, tensorWidth)
                : pass.tokenDropout(rate, tensor, tensorWidth);
    }

    /** The rows of x [T, D] that the layer computes, [R, D]: x itself, or {@code target} with copies. */
    float[] select(Pass pass, float[] x, float[] target) {
        if (!outputsOnly) {
            return x;
        }
        int width = config.width();
        int[] rows = pass.outputRows();
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(x, rows[r] * width, target, r * width, width);
        }
        return target;
    }

    /** Adds the rows of dy [R, D] to those of {@code gradient} [T, D] that they were selected from. */
    void scatter(Workspace w, Pass pass, float[] dy, float[] gradient) {
        int width = config.width();
        int[] rows = pass.outputRows();
        for (int r = 0; r < rows.length; r++) {
            w.kernels.addScaled(width, 1f, dy, r * width, gradient, rows[r] * width);
        }
        w.watch.lap(Section.ELEMENTWISE);
    }
}
