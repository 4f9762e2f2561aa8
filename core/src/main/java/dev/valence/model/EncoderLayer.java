package dev.valence.model;

import dev.valence.compute.Attention;
import dev.valence.compute.Dropout;
import dev.valence.compute.Gemm;
import dev.valence.compute.Stopwatch.Section;
import dev.valence.model.Workspace.LayerActivations;
import java.util.List;

/**
 * One layer of the encoder, LayerNorm last: y = LN(x + dropout(attention(x))), z = LN(y + dropout(W2·dropout(relu(W1·y)))).
 * The last layer computes only the rows that the head reads; its keys and values still come from every token.
 * Thread-safe but for {@link #projections} being loaded.
 */
final class EncoderLayer {
    private static final int DROPOUTS = 3; // tensors with dropout in a layer

    private final EncoderConfig config;
    private final boolean outputsOnly;
    private final int firstDropout;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;
    private final LayerNorm attentionNorm;
    private final Linear inner;
    private final Linear outer;
    private final LayerNorm feedForwardNorm;

    EncoderLayer(Parameters parameters, Gemm gemm, EncoderConfig config, int index) {
        this.config = config;
        this.outputsOnly = index == config.layers() - 1;
        this.firstDropout = 1 + index * DROPOUTS;
        int width = config.width();
        String name = "encoder.layers." + index;
        query = new Linear(parameters, gemm, name + ".attention.query", width, width);
        key = new Linear(parameters, gemm, name + ".attention.key", width, width);
        value = new Linear(parameters, gemm, name + ".attention.value", width, width);
        output = new Linear(parameters, gemm, name + ".attention.output", width, width);
        attentionNorm = new LayerNorm(parameters, name + ".attention_norm", width, config.layerNormEpsilon());
        inner = new Linear(parameters, gemm, name + ".feed_forward.inner", width, config.feedForwardWidth());
        outer = new Linear(parameters, gemm, name + ".feed_forward.outer", config.feedForwardWidth(), width);
        feedForwardNorm = new LayerNorm(parameters, name + ".feed_forward_norm", width, config.layerNormEpsilon());
    }

    List<Projection> projections() {
        return List.of(query, key, value, output, inner, outer);
    }

    /** x [T, D] to a.output [R, D]. */
    void forward(Workspace w, Pass pass, LayerActivations a, float[] x) {
        int tokens = pass.tokens().tokens();
        int rows = rows(pass);
        int width = config.width();
        a.fit(tokens, rows, config);
        float[] residual = outputsOnly ? gather(pass, x, a.selected) : x;
        query.forward(w, rows, residual, a.query);
        key.forward(w, tokens, x, a.key);
        value.forward(w, tokens, x, a.value);
        w.attention.forward(shape(pass), a.query, a.key, a.value, a.context, a.statistics);
        w.watch.lap(Section.ATTENTION);
        output.forward(w, rows, a.context, a.attended);
        w.kernels.addDropout(dropout(pass, 0, width), rows * width, residual, a.attended);
        w.watch.lap(Section.ELEMENTWISE);
        attentionNorm.forward(w, rows, a.attended, a.attendedInverse, a.middle);

        inner.forward(w, rows, a.middle, a.hidden);
        w.kernels.reluDropout(dropout(pass, 1, config.feedForwardWidth()), rows * config.feedForwardWidth(), a.hidden);
        w.watch.lap(Section.ELEMENTWISE);
        outer.forward(w, rows, a.hidden, a.transformed);
        w.kernels.addDropout(dropout(pass, 2, width), rows * width, a.middle, a.transformed);
        w.watch.lap(Section.ELEMENTWISE);
        feedForwardNorm.forward(w, rows, a.transformed, a.transformedInverse, a.output);
    }

    /**
     * Turns the gradient of the layer's output, {@code dy} [R, D], into that of its input, w.gradient [T, D]; the two are
     * the same array unless the layer computes only output rows.
     */
    void backward(Workspace w, Pass pass, LayerActivations a, float[] x, float[] dy) {
        int rows = rows(pass);
        int width = config.width();
        feedForwardNorm.backward(w, rows, dy, a.transformed, a.transformedInverse);
        w.kernels.dropout(dropout(pass, 2, width), rows * width, dy, w.sublayer);
        w.watch.lap(Section.ELEMENTWISE);
        outer.backward(w, rows, a.hidden, w.sublayer, w.hidden, false);
        w.kernels.reluDropoutBackward(
                dropout(pass, 1, config.feedForwardWidth()), rows * config.feedForwardWidth(), a.hidden, w.hidden);
        w.watch.lap(Section.ELEMENTWISE);
        inner.backward(w, rows, a.middle, w.hidden, dy, true);

        attentionNorm.backward(w, rows, dy, a.attended, a.attendedInverse);
        w.kernels.dropout(dropout(pass, 0, width), rows * width, dy, w.sublayer);
        w.watch.lap(Section.ELEMENTWISE);
        output.backward(w, rows, a.context, w.sublayer, w.context, false);
        Attention.Gradient gradient = new Attention.Gradient(w.context, w.query, w.key, w.value);
        w.attention.backward(shape(pass), a.query, a.key, a.value, a.statistics, gradient);
        w.watch.lap(Section.ATTENTION);
        query.backward(w, rows, outputsOnly ? a.selected : x, w.query, dy, true);
        int tokens = pass.tokens().tokens();
        key.backward(w, tokens, x, w.key, w.gradient, !outputsOnly);
        value.backward(w, tokens, x, w.value, w.gradient, true);
        if (outputsOnly) {
            scatter(w, pass, dy);
        }
    }

    private int rows(Pass pass) {
        return outputsOnly ? pass.outputs() : pass.tokens().tokens();
    }

    private Attention.Shape shape(Pass pass) {
        return outputsOnly ? pass.outputsOnly() : pass.allTokens();
    }

    private Dropout dropout(Pass pass, int tensor, int tensorWidth) {
        return outputsOnly
                ? pass.outputDropout(config.dropout(), firstDropout + tensor, tensorWidth)
                : pass.tokenDropout(config.dropout(), firstDropout + tensor, tensorWidth);
    }

    private float[] gather(Pass pass, float[] x, float[] target) {
        int width = config.width();
        int[] rows = pass.outputRows();
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(x, rows[r] * width, target, r * width, width);
        }
        return target;
    }

    private void scatter(Workspace w, Pass pass, float[] dy) {
        int width = config.width();
        int[] rows = pass.outputRows();
        for (int r = 0; r < rows.length; r++) {
            w.kernels.addScaled(width, 1f, dy, r * width, w.gradient, rows[r] * width);
        }
        w.watch.lap(Section.ELEMENTWISE);
    }
}
