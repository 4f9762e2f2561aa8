package dev.valence.model;

import dev.valence.compute.Dropout;
import dev.valence.compute.Gemm;
import dev.valence.compute.Stopwatch.Section;
import dev.valence.model.Workspace.HeadActivations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logits of C classes from rows of the encoder: Linear(D), ReLU, LayerNorm, then a projection to C. In a classifier C is
 * a handful and R the number of texts, in a masked language model C is the vocabulary and R the number of masked tokens.
 * Losses are computed a block of rows at a time, so that the logits of a block stay in the cache and those of all rows
 * need not exist. Thread-safe but for {@link #projections} being loaded.
 */
final class Head {
    /** Logits of a block: 8 MB. */
    private static final int BLOCK = 1 << 21;

    private final int width;
    private final int classes;
    private final Linear transform;
    private final LayerNorm norm;
    private final Projection output;

    /**
     * @param tied the embeddings where the projection is their transpose, else nothing
     */
    Head(Parameters parameters, Gemm gemm, EncoderConfig config, int classes, @Nullable Embeddings tied) {
        this.width = config.width();
        this.classes = classes;
        transform = new Linear(parameters, gemm, "head.transform", width, width);
        norm = new LayerNorm(parameters, "head.norm", width, config.layerNormEpsilon());
        output = tied == null
                ? new Linear(parameters, gemm, "head.output", width, classes)
                : new TiedProjection(parameters, gemm, "head.output", tied, config);
    }

    List<Projection> projections() {
        return List.of(transform, output);
    }

    /** x [R, D] to the logits [R, C] of {@code w.head}. */
    void forward(Workspace w, int rows, float[] x) {
        w.head.fitLogits(rows, classes);
        transform(w, rows, x);
        output.forward(w, rows, w.head.output, w.head.logits);
    }

    /** x [R, D] to the rows [R, D] that are projected. */
    private void transform(Workspace w, int rows, float[] x) {
        HeadActivations a = w.head;
        a.fit(rows, width);
        transform.forward(w, rows, x, a.transformed);
        w.kernels.reluDropout(Dropout.NONE, rows * width, a.transformed);
        System.arraycopy(a.transformed, 0, a.normalized, 0, rows * width);
        w.watch.lap(Section.ELEMENTWISE);
        norm.forward(w, rows, a.normalized, a.inverse, a.output);
    }

    /** The loss of x [R, D]. */
    CrossEntropy.Result loss(Workspace w, int rows, float[] x, int[] labels) {
        transform(w, rows, x);
        CrossEntropy.Result sum = CrossEntropy.Result.NONE;
        for (int from = 0; from < rows; from += blockRows()) {
            sum = sum.plus(block(w, from, Math.min(blockRows(), rows - from), labels, 1f));
        }
        return sum;
    }

    /** The loss of x [R, D]; dx [R, D] becomes {@code factor} times its gradient. */
    CrossEntropy.Result lossBackward(Workspace w, int rows, float[] x, int[] labels, float factor, float[] dx) {
        HeadActivations a = w.head;
        transform(w, rows, x);
        CrossEntropy.Result sum = CrossEntropy.Result.NONE;
        for (int from = 0; from < rows; from += blockRows()) {
            int size = Math.min(blockRows(), rows - from);
            sum = sum.plus(block(w, from, size, labels, factor));
            output.backward(w, size, a.block, a.logits, a.blockGradient, false);
            System.arraycopy(a.blockGradient, 0, a.gradient, from * width, size * width);
        }
        norm.backward(w, rows, a.gradient, a.normalized, a.inverse);
        w.kernels.reluDropoutBackward(Dropout.NONE, rows * width, a.transformed, a.gradient);
        w.watch.lap(Section.ELEMENTWISE);
        transform.backward(w, rows, x, a.gradient, dx, false);
        return sum;
    }

    /** Loss of a block of rows, whose logits become their own gradient. */
    private CrossEntropy.Result block(Workspace w, int from, int rows, int[] labels, float factor) {
        HeadActivations a = w.head;
        a.fitBlock(rows, width);
        a.fitLogits(rows, classes);
        System.arraycopy(a.output, from * width, a.block, 0, rows * width);
        output.forward(w, rows, a.block, a.logits);
        CrossEntropy.Result result = CrossEntropy.gradient(w.kernels, rows, classes, a.logits, labels, from, factor);
        w.watch.lap(Section.LOSS);
        return result;
    }

    private int blockRows() {
        return Math.max(1, BLOCK / classes);
    }
}
