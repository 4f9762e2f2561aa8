package dev.valence.internal.model;

import dev.valence.internal.compute.Gemm;
import dev.valence.internal.compute.Stopwatch.Section;
import dev.valence.internal.model.Workspace.LayerActivations;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pre-norm layer: y = x + dropout(attention(LN(x))), z = y + dropout(feedForward(LN(y))). The last layer also
 * normalizes the encoder's output.
 */
final class PreNormLayer implements EncoderLayer {
    private final EncoderConfig config;
    private final LayerRows rows;
    private final SelfAttention attention;
    private final LayerNorm attentionNorm;
    private final FeedForward feedForward;
    private final LayerNorm feedForwardNorm;
    private final @Nullable LayerNorm lastNorm;

    PreNormLayer(Parameters parameters, Gemm gemm, EncoderConfig config, int index) {
        this.config = config;
        this.rows = new LayerRows(config, index);
        String name = "encoder.layers." + index;
        int width = config.width();
        float epsilon = config.layerNormEpsilon();
        attentionNorm = new LayerNorm(parameters, name + ".attention_norm", width, epsilon);
        attention = new SelfAttention(parameters, gemm, name + ".attention", width, rows);
        feedForwardNorm = new LayerNorm(parameters, name + ".feed_forward_norm", width, epsilon);
        feedForward = new FeedForward(parameters, gemm, name + ".feed_forward", config, rows);
        lastNorm = rows.outputsOnly() ? new LayerNorm(parameters, "encoder.norm", width, epsilon) : null;
    }

    @Override
    public List<Projection> projections() {
        return Stream.concat(attention.projections().stream(), feedForward.projections().stream())
                .toList();
    }

    @Override
    public void forward(Workspace w, Pass pass, LayerActivations a, float[] x) {
        int tokens = pass.tokens().tokens();
        int count = rows.count(pass);
        int size = count * config.width();
        a.fit(tokens, count, config);
        a.fitPreNorm(tokens, count, config);
        System.arraycopy(x, 0, a.input, 0, tokens * config.width());
        w.watch.lap(Section.ELEMENTWISE);
        attentionNorm.forward(w, tokens, a.input, a.inputInverse, a.normalized);
        attention.forward(w, pass, a, a.normalized, rows.select(pass, a.normalized, a.selected));
        w.kernels.addDropout(rows.attendedDropout(pass), size, rows.select(pass, x, a.transformed), a.attended);

        System.arraycopy(a.attended, 0, a.sum, 0, size);
        w.watch.lap(Section.ELEMENTWISE);
        feedForwardNorm.forward(w, count, a.sum, a.attendedInverse, a.middle);
        feedForward.forward(w, pass, a);
        w.kernels.addDropout(rows.transformedDropout(pass), size, a.attended, a.transformed);
        if (lastNorm == null) {
            System.arraycopy(a.transformed, 0, a.output, 0, size);
        }
        w.watch.lap(Section.ELEMENTWISE);
        if (lastNorm != null) {
            lastNorm.forward(w, count, a.transformed, a.transformedInverse, a.output);
        }
    }

    @Override
    public void backward(Workspace w, Pass pass, LayerActivations a, float[] dy) {
        int count = rows.count(pass);
        int size = count * config.width();
        if (lastNorm != null) {
            lastNorm.backward(w, count, dy, a.transformed, a.transformedInverse);
        }
        w.kernels.dropout(rows.transformedDropout(pass), size, dy, w.sublayer);
        w.watch.lap(Section.ELEMENTWISE);
        w.fitNormalized(pass.tokens().tokens() * config.width());
        feedForward.backward(w, pass, a, w.normalized, false);
        feedForwardNorm.backward(w, count, w.normalized, a.sum, a.attendedInverse);
        w.kernels.addScaled(size, 1f, w.normalized, 0, dy, 0);

        w.kernels.dropout(rows.attendedDropout(pass), size, dy, w.sublayer);
        w.watch.lap(Section.ELEMENTWISE);
        if (rows.outputsOnly()) {
            attentionOfOutputsBackward(w, pass, a, dy);
        } else {
            attention.backward(w, pass, a, w.normalized, w.normalized, false);
            attentionNorm.backward(w, count, w.normalized, a.input, a.inputInverse);
            w.kernels.addScaled(size, 1f, w.normalized, 0, dy, 0);
        }
        w.watch.lap(Section.ELEMENTWISE);
    }

    /** The gradient of the normalized input meets in w.gradient [T, D]; that of the residual sum stands apart, in dy [R, D]. */
    private void attentionOfOutputsBackward(Workspace w, Pass pass, LayerActivations a, float[] dy) {
        attention.backward(w, pass, a, w.gradient, w.normalized, false);
        rows.scatter(w, pass, w.normalized, w.gradient);
        attentionNorm.backward(w, pass.tokens().tokens(), w.gradient, a.input, a.inputInverse);
        rows.scatter(w, pass, dy, w.gradient);
    }
}
