package dev.valence.internal.model;

import dev.valence.internal.compute.Gemm;
import dev.valence.internal.compute.Stopwatch.Section;
import dev.valence.internal.model.Workspace.LayerActivations;
import java.util.List;
import java.util.stream.Stream;

/** A post-norm layer: y = LN(x + dropout(attention(x))), z = LN(y + dropout(feedForward(y))). */
final class PostNormLayer implements EncoderLayer {
    private final EncoderConfig config;
    private final LayerRows rows;
    private final SelfAttention attention;
    private final LayerNorm attentionNorm;
    private final FeedForward feedForward;
    private final LayerNorm feedForwardNorm;

    PostNormLayer(Parameters parameters, Gemm gemm, EncoderConfig config, int index) {
        this.config = config;
        this.rows = new LayerRows(config, index);
        String name = "encoder.layers." + index;
        int width = config.width();
        attention = new SelfAttention(parameters, gemm, name + ".attention", width, rows);
        attentionNorm = new LayerNorm(parameters, name + ".attention_norm", width, config.layerNormEpsilon());
        feedForward = new FeedForward(parameters, gemm, name + ".feed_forward", config, rows);
        feedForwardNorm = new LayerNorm(parameters, name + ".feed_forward_norm", width, config.layerNormEpsilon());
    }

    @Override
    public List<Projection> projections() {
        return Stream.concat(attention.projections().stream(), feedForward.projections().stream())
                .toList();
    }

    @Override
    public void forward(Workspace w, Pass pass, LayerActivations a, float[] x) {
        int count = rows.count(pass);
        int size = count * config.width();
        a.fit(pass.tokens().tokens(), count, config);
        float[] selected = rows.select(pass, x, a.selected);
        attention.forward(w, pass, a, x, selected);
        w.kernels.addDropout(rows.attendedDropout(pass), size, selected, a.attended);
        w.watch.lap(Section.ELEMENTWISE);
        attentionNorm.forward(w, count, a.attended, a.attendedInverse, a.middle);

        feedForward.forward(w, pass, a);
        w.kernels.addDropout(rows.transformedDropout(pass), size, a.middle, a.transformed);
        w.watch.lap(Section.ELEMENTWISE);
        feedForwardNorm.forward(w, count, a.transformed, a.transformedInverse, a.output);
    }

    @Override
    public void backward(Workspace w, Pass pass, LayerActivations a, float[] dy) {
        int count = rows.count(pass);
        int size = count * config.width();
        feedForwardNorm.backward(w, count, dy, a.transformed, a.transformedInverse);
        w.kernels.dropout(rows.transformedDropout(pass), size, dy, w.sublayer);
        w.watch.lap(Section.ELEMENTWISE);
        feedForward.backward(w, pass, a, dy, true);

        attentionNorm.backward(w, count, dy, a.attended, a.attendedInverse);
        w.kernels.dropout(rows.attendedDropout(pass), size, dy, w.sublayer);
        w.watch.lap(Section.ELEMENTWISE);
        attention.backward(w, pass, a, w.gradient, dy, true);
        if (rows.outputsOnly()) {
            rows.scatter(w, pass, dy, w.gradient);
        }
    }
}
