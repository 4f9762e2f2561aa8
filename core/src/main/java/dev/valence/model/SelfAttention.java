package dev.valence.model;

import dev.valence.compute.Attention;
import dev.valence.compute.Dropout;
import dev.valence.compute.Gemm;
import dev.valence.compute.Stopwatch.Section;
import dev.valence.model.Workspace.LayerActivations;
import java.util.List;

/**
 * Multi-head self-attention (Vaswani et al., 2017, section 3.2.2): queries at the rows of a layer, keys and values at every
 * token. Thread-safe but for {@link #projections} being loaded.
 */
final class SelfAttention {
    private final LayerRows rows;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;

    SelfAttention(Parameters parameters, Gemm gemm, String name, int width, LayerRows rows) {
        this.rows = rows;
        query = new Linear(parameters, gemm, name + ".query", width, width);
        key = new Linear(parameters, gemm, name + ".key", width, width);
        value = new Linear(parameters, gemm, name + ".value", width, width);
        output = new Linear(parameters, gemm, name + ".output", width, width);
    }

    List<Projection> projections() {
        return List.of(query, key, value, output);
    }

    /** From x [T, D] and the rows {@code selected} [R, D] of it to a.attended [R, D]. */
    void forward(Workspace w, Pass pass, LayerActivations a, float[] x, float[] selected) {
        int count = rows.count(pass);
        int tokens = pass.tokens().tokens();
        int parts = w.team.threads();
        w.team.run(parts, part -> {
            query.forward(part, parts, count, selected, a.query);
            key.forward(part, parts, tokens, x, a.key);
            value.forward(part, parts, tokens, x, a.value);
        });
        w.watch.lap(Section.PRODUCTS_FORWARD);
        Attention.Shape shape = rows.attention(pass);
        Dropout dropout = rows.probabilityDropout(pass);
        w.team.run(
                w.attention.length,
                part -> w.attention[part].forward(shape, dropout, a.query, a.key, a.value, a.context, a.statistics));
        w.watch.lap(Section.ATTENTION);
        output.forward(w, count, a.context, a.attended);
    }

    /**
     * From the gradient of the output, w.sublayer [R, D], to those of the inputs. Where all rows are selected, {@code dx}
     * and {@code dSelected} are one array; otherwise {@code dx} is overwritten.
     *
     * @param dx [T, D]
     * @param dSelected [R, D]
     * @param accumulate whether {@code dSelected} is added to or overwritten
     */
    void backward(
            Workspace w,
            Pass pass,
            LayerActivations a,
            float[] x,
            float[] selected,
            float[] dx,
            float[] dSelected,
            boolean accumulate) {
        int count = rows.count(pass);
        int tokens = pass.tokens().tokens();
        output.backward(w, count, a.context, w.sublayer, w.context, false);
        Attention.Gradient gradient = new Attention.Gradient(w.context, w.query, w.key, w.value);
        for (Attention part : w.attention) {
            part.backward(
                    rows.attention(pass),
                    rows.probabilityDropout(pass),
                    a.query,
                    a.key,
                    a.value,
                    a.statistics,
                    gradient);
        }
        w.watch.lap(Section.ATTENTION);
        query.backward(w, count, selected, w.query, dSelected, accumulate);
        key.backward(w, tokens, x, w.key, dx, !rows.outputsOnly());
        value.backward(w, tokens, x, w.value, dx, true);
    }
}
