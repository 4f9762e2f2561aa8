package dev.valence.model;

import dev.valence.compute.Dropout;
import dev.valence.compute.Gemm;
import dev.valence.compute.Stopwatch.Section;
import dev.valence.model.Workspace.HeadActivations;
import java.util.List;

/**
 * Logits of C classes from rows of the encoder: Linear(D), ReLU, LayerNorm, Linear(C). Thread-safe but for {@link
 * #linears} being loaded.
 */
final class Head {
    private final int width;
    private final int classes;
    private final Linear transform;
    private final LayerNorm norm;
    private final Linear output;

    Head(Parameters parameters, Gemm gemm, EncoderConfig config, int classes) {
        this.width = config.width();
        this.classes = classes;
        transform = new Linear(parameters, gemm, "head.transform", width, width);
        norm = new LayerNorm(parameters, "head.norm", width, config.layerNormEpsilon());
        output = new Linear(parameters, gemm, "head.output", width, classes);
    }

    List<Linear> linears() {
        return List.of(transform, output);
    }

    /** x [R, D] to the logits [R, C] of {@code w.head}. */
    void forward(Workspace w, int rows, float[] x) {
        HeadActivations a = w.head;
        a.fit(rows, width, classes);
        transform.forward(w, rows, x, a.transformed);
        w.kernels.reluDropout(Dropout.NONE, rows * width, a.transformed);
        System.arraycopy(a.transformed, 0, a.normalized, 0, rows * width);
        w.watch.lap(Section.ELEMENTWISE);
        norm.forward(w, rows, a.normalized, a.inverse, a.output);
        output.forward(w, rows, a.output, a.logits);
    }

    /** Logits that have become their own gradient [R, C] to dx [R, D]. */
    void backward(Workspace w, int rows, float[] x, float[] dx) {
        HeadActivations a = w.head;
        output.backward(w, rows, a.output, a.logits, a.gradient, false);
        norm.backward(w, rows, a.gradient, a.normalized, a.inverse);
        w.kernels.reluDropoutBackward(Dropout.NONE, rows * width, a.transformed, a.gradient);
        w.watch.lap(Section.ELEMENTWISE);
        transform.backward(w, rows, x, a.gradient, dx, false);
    }
}
