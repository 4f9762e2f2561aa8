package dev.valence.internal.model;

import dev.valence.internal.compute.Dropout;
import dev.valence.internal.compute.Gemm;
import dev.valence.internal.compute.Stopwatch.Section;
import dev.valence.internal.model.Workspace.LayerActivations;
import java.util.List;

/**
 * W2·dropout(f(W1·x + b1)) + b2 (Vaswani et al., 2017, section 3.3). Thread-safe but for {@link #projections} being
 * loaded.
 */
final class FeedForward {
    private final EncoderConfig config;
    private final LayerRows rows;
    private final Linear inner;
    private final Linear outer;

    FeedForward(Parameters parameters, Gemm gemm, String name, EncoderConfig config, LayerRows rows) {
        this.config = config;
        this.rows = rows;
        inner = new Linear(parameters, gemm, name + ".inner", config.width(), config.feedForwardWidth());
        outer = new Linear(parameters, gemm, name + ".outer", config.feedForwardWidth(), config.width());
    }

    List<Projection> projections() {
        return List.of(inner, outer);
    }

    /** a.middle [R, D] to a.transformed [R, D]. */
    void forward(Workspace w, Pass pass, LayerActivations a) {
        int count = rows.count(pass);
        a.middleOperand.take(count, config.width(), a.middle);
        Dropout dropout = rows.innerDropout(pass);
        if (w.forwardOnly && dropout.none() && inner.activates()) {
            inner.forward(w, a.middleOperand, config.activation(), a.hiddenOperand);
        } else {
            forwardKept(w, dropout, count, a);
        }
        outer.forward(w, a.hiddenOperand, a.transformed);
    }

    /** The operand a.hidden [R, F], with what backward needs. */
    private void forwardKept(Workspace w, Dropout dropout, int count, LayerActivations a) {
        float[] before = config.activation().inPlace() ? a.hidden : a.inner;
        inner.forward(w, a.middleOperand, before);
        int parts = Math.min(w.team.threads(), count);
        w.team.run(parts, part -> {
            int from = size(part * count / parts);
            int to = size((part + 1) * count / parts);
            w.kernels.activate(config.activation(), dropout, from, to, before, a.hidden);
        });
        w.watch.lap(Section.ELEMENTWISE);
        a.hiddenOperand.take(count, config.feedForwardWidth(), a.hidden);
    }

    /** The gradient of the output, w.sublayer [R, D], to that of the input: dx [R, D], or added to it. */
    void backward(Workspace w, Pass pass, LayerActivations a, float[] dx, boolean accumulate) {
        int count = rows.count(pass);
        w.sublayerOperand.take(count, config.width(), w.sublayer);
        outer.backward(w, a.hiddenOperand, w.sublayerOperand, w.hidden, false);
        float[] kept = config.activation().inPlace() ? a.hidden : a.inner;
        w.kernels.activateBackward(config.activation(), rows.innerDropout(pass), size(count), kept, w.hidden);
        w.watch.lap(Section.ELEMENTWISE);
        w.hiddenOperand.take(count, config.feedForwardWidth(), w.hidden);
        inner.backward(w, a.middleOperand, w.hiddenOperand, dx, accumulate);
    }

    private int size(int count) {
        return count * config.feedForwardWidth();
    }
}
