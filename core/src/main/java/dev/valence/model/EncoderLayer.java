package dev.valence.model;

import dev.valence.compute.Attention;
import dev.valence.compute.Dropout;
import dev.valence.compute.Gemm;
import dev.valence.compute.Stopwatch.Section;
import dev.valence.model.Workspace.LayerActivations;
import java.util.List;

/**
 * One layer of the encoder, LayerNorm last: y = LN(x + dropout(attention(x))), z = LN(y + dropout(W2·dropout(f(W1·y)))).
 * The last layer computes only the rows that the head reads; its keys and values still come from every token.
 * Thread-safe but for {@link #projections} being loaded.
 */
final class EncoderLayer {
    private static final int DROPOUTS = 3; // tensors with dropout in a layer, but for attention's probabilities

    private final EncoderConfig config;
    private final boolean outputsOnly;
    private final int firstDropout;
    private final int attentionDropout; // behind those of all layers
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
        this.attentionDropout = 1 + config.layers() * DROPOUTS + index;
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

    /** Number of the first tensor behind the encoder, in the numbering of dropout. */
    static int dropouts(EncoderConfig config) {
        return 1 + config.layers() * (DROPOUTS + 1);
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
        w.attention.forward(shape(pass), attentionDropout(pass), a.query, a.key, a.value, a.context, a.statistics);
        w.watch.lap(Section.ATTENTION);
        output.forward(w, rows, a.context, a.attended);
        w.kernels.addDropout(residualDropout(pass, 0), rows * width, residual, a.attended);
        w.watch.lap(Section.ELEMENTWISE);
        attentionNorm.forward(w, rows, a.attended, a.attendedInverse, a.middle);

        float[] before = config.activation().inPlace() ? a.hidden : a.inner;
        inner.forward(w, rows, a.middle, before);
        w.kernels.activate(config.activation(), innerDropout(pass), innerSize(rows), before, a.hidden);
        w.watch.lap(Section.ELEMENTWISE);
        outer.forward(w, rows, a.hidden, a.transformed);
        w.kernels.addDropout(residualDropout(pass, 2), rows * width, a.middle, a.transformed);
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
        w.kernels.dropout(residualDropout(pass, 2), rows * width, dy, w.sublayer);
        w.watch.lap(Section.ELEMENTWISE);
        outer.backward(w, rows, a.hidden, w.sublayer, w.hidden, false);
        float[] kept = config.activation().inPlace() ? a.hidden : a.inner;
        w.kernels.activateBackward(config.activation(), innerDropout(pass), innerSize(rows), kept, w.hidden);
        w.watch.lap(Section.ELEMENTWISE);
        inner.backward(w, rows, a.middle, w.hidden, dy, true);

        attentionNorm.backward(w, rows, dy, a.attended, a.attendedInverse);
        w.kernels.dropout(residualDropout(pass, 0), rows * width, dy, w.sublayer);
        w.watch.lap(Section.ELEMENTWISE);
        output.backward(w, rows, a.context, w.sublayer, w.context, false);
        Attention.Gradient gradient = new Attention.Gradient(w.context, w.query, w.key, w.value);
        w.attention.backward(shape(pass), attentionDropout(pass), a.query, a.key, a.value, a.statistics, gradient);
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

    /** Dropout of what attention (0) or the feed-forward layer (2) adds to its input. */
    private Dropout residualDropout(Pass pass, int tensor) {
        return dropout(pass, config.dropouts().hidden(), firstDropout + tensor, config.width());
    }

    private Dropout innerDropout(Pass pass) {
        return dropout(pass, config.dropouts().feedForward(), firstDropout + 1, config.feedForwardWidth());
    }

    private Dropout attentionDropout(Pass pass) {
        int rowNumbers = config.heads() * Attention.DROPOUT_STRIDE;
        return dropout(pass, config.dropouts().attention(), attentionDropout, rowNumbers);
    }

    private Dropout dropout(Pass pass, float rate, int tensor, int tensorWidth) {
        return outputsOnly
                ? pass.outputDropout(rate, tensor, tensorWidth)
                : pass.tokenDropout(rate, tensor, tensorWidth);
    }

    private int innerSize(int rows) {
        return rows * config.feedForwardWidth();
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
