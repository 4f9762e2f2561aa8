package dev.valence.internal.model;

import dev.valence.internal.compute.Dropout;
import dev.valence.internal.compute.Gemm;
import dev.valence.internal.compute.Stopwatch.Section;
import dev.valence.internal.model.Workspace.HeadActivations;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logits of C classes from rows of the encoder, as {@link HeadConfig} says. In a classifier C is a handful and R the number
 * of texts, in a masked language model C is the vocabulary and R the number of masked tokens. Losses are computed a block
 * of rows at a time, so that the logits of a block stay in the cache and those of all rows need not exist. Thread-safe but
 * for {@link #projections} being loaded.
 */
final class Head {
    /** Logits of a block: 8 MB. */
    private static final int BLOCK = 1 << 21;

    private final HeadConfig config;
    private final int width;
    private final int classes;
    private final int firstDropout; // behind those of the encoder
    private final Linear transform;
    private final @Nullable LayerNorm norm;
    private final Projection output;

    Head(
            Parameters parameters,
            Gemm gemm,
            EncoderConfig encoder,
            HeadConfig config,
            int classes,
            Embeddings embeddings) {
        this.config = config;
        this.width = encoder.width();
        this.classes = classes;
        firstDropout = LayerRows.dropouts(encoder);
        transform = new Linear(parameters, gemm, "head.transform", width, width);
        norm = config.norm() ? new LayerNorm(parameters, "head.norm", width, encoder.layerNormEpsilon()) : null;
        output = config.tied()
                ? new TiedProjection(parameters, gemm, "head.output", embeddings, encoder)
                : new Linear(parameters, gemm, "head.output", width, classes);
    }

    List<Projection> projections() {
        return List.of(transform, output);
    }

    /** Computes the logits [R, C] of {@code w.head} from x [R, D]. */
    void forward(Workspace w, Pass pass, float[] x) {
        w.head.fitLogits(pass.outputs(), classes);
        transform(w, pass, x);
        w.head.blockOperand.take(pass.outputs(), width, w.head.output);
        output.forward(w, w.head.blockOperand, w.head.logits);
    }

    /** x [R, D] to the rows [R, D] that are projected. */
    private void transform(Workspace w, Pass pass, float[] x) {
        HeadActivations a = w.head;
        int rows = pass.outputs();
        a.fit(rows, width);
        float[] input = x;
        Dropout inputDropout = inputDropout(pass);
        if (!inputDropout.none()) {
            w.kernels.dropout(inputDropout, rows * width, x, a.input);
            input = a.input;
        }
        a.inputOperand.take(rows, width, input);
        transform.forward(w, a.inputOperand, a.transformed);
        float[] activated = norm == null ? a.output : a.normalized;
        w.kernels.activate(config.activation(), Dropout.NONE, rows * width, a.transformed, activated);
        w.watch.lap(Section.ELEMENTWISE);
        if (norm != null) {
            norm.forward(w, rows, a.normalized, a.inverse, a.output);
        }
        if (!dropout(pass).none()) {
            w.kernels.dropout(dropout(pass), rows * width, a.output, a.output);
        }
    }

    /** The loss of x [R, D]. */
    CrossEntropy.Result loss(Workspace w, Pass pass, float[] x, Targets targets) {
        transform(w, pass, x);
        CrossEntropy.Result sum = CrossEntropy.Result.NONE;
        for (int from = 0; from < pass.outputs(); from += blockRows()) {
            sum = sum.plus(block(w, from, Math.min(blockRows(), pass.outputs() - from), targets, 1f));
        }
        return sum;
    }

    /** The loss of x [R, D]; dx [R, D] becomes {@code factor} times its gradient. */
    CrossEntropy.Result lossBackward(Workspace w, Pass pass, float[] x, Targets targets, float factor, float[] dx) {
        HeadActivations a = w.head;
        int rows = pass.outputs();
        transform(w, pass, x);
        CrossEntropy.Result sum = CrossEntropy.Result.NONE;
        for (int from = 0; from < rows; from += blockRows()) {
            int size = Math.min(blockRows(), rows - from);
            sum = sum.plus(block(w, from, size, targets, factor));
            a.logitsOperand.take(size, classes, a.logits);
            output.backward(w, a.blockOperand, a.logitsOperand, a.blockGradient, false);
            System.arraycopy(a.blockGradient, 0, a.gradient, from * width, size * width);
        }
        if (!dropout(pass).none()) {
            w.kernels.dropout(dropout(pass), rows * width, a.gradient, a.gradient);
        }
        if (norm != null) {
            norm.backward(w, rows, a.gradient, a.normalized, a.inverse);
        }
        w.kernels.activateBackward(config.activation(), Dropout.NONE, rows * width, a.transformed, a.gradient);
        w.watch.lap(Section.ELEMENTWISE);
        a.gradientOperand.take(rows, width, a.gradient);
        transform.backward(w, a.inputOperand, a.gradientOperand, dx, false);
        if (!inputDropout(pass).none()) {
            w.kernels.dropout(inputDropout(pass), rows * width, dx, dx);
        }
        return sum;
    }

    /** Loss of a block of rows, whose logits become their own gradient. */
    private CrossEntropy.Result block(Workspace w, int from, int rows, Targets targets, float factor) {
        HeadActivations a = w.head;
        a.fitBlock(rows, width);
        a.fitLogits(rows, classes);
        System.arraycopy(a.output, from * width, a.block, 0, rows * width);
        a.blockOperand.take(rows, width, a.block);
        output.forward(w, a.blockOperand, a.logits);
        CrossEntropy.Result result = targets.gradient(w.kernels, rows, classes, a.logits, from, factor);
        w.watch.lap(Section.LOSS);
        return result;
    }

    private Dropout inputDropout(Pass pass) {
        return pass.outputDropout(config.inputDropout(), firstDropout, width);
    }

    private Dropout dropout(Pass pass) {
        return pass.outputDropout(config.dropout(), firstDropout + 1, width);
    }

    private int blockRows() {
        return Math.max(1, BLOCK / classes);
    }
}
