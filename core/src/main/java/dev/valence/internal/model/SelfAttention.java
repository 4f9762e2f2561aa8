package dev.valence.internal.model;

import dev.valence.internal.compute.Attention;
import dev.valence.internal.compute.Dropout;
import dev.valence.internal.compute.Gemm;
import dev.valence.internal.compute.Stopwatch.Section;
import dev.valence.internal.model.Workspace.LayerActivations;
import java.util.List;

/**
 * Multi-head self-attention (Vaswani et al., 2017, section 3.2.2): queries at the rows of a layer, keys and values at every
 * token. Thread-safe but for {@link #projections} being loaded.
 */
final class SelfAttention {
    private final int width;
    private final LayerRows rows;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Linear output;

    SelfAttention(Parameters parameters, Gemm gemm, String name, int width, LayerRows rows) {
        this.width = width;
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
        a.inputOperand.take(tokens, width, x);
        if (rows.outputsOnly()) {
            a.selectedOperand.take(count, width, selected);
        }
        int parts = w.team.threads();
        w.team.run(parts, part -> {
            query.forward(part, parts, selected(a), a.query);
            key.forward(part, parts, a.inputOperand, a.key);
            value.forward(part, parts, a.inputOperand, a.value);
        });
        w.watch.lap(Section.PRODUCTS_FORWARD);
        Attention.Shape shape = rows.attention(pass);
        Dropout dropout = rows.probabilityDropout(pass);
        w.team.run(
                w.attention.length,
                part -> w.attention[part].forward(shape, dropout, a.query, a.key, a.value, a.context, a.statistics));
        w.watch.lap(Section.ATTENTION);
        a.contextOperand.take(count, width, a.context);
        output.forward(w, a.contextOperand, a.attended);
    }

    /** Returns the operand that the queries were computed from. */
    private Gemm.Operand selected(LayerActivations a) {
        return rows.outputsOnly() ? a.selectedOperand : a.inputOperand;
    }

    /**
     * From the gradient of the output, w.sublayer [R, D], to those of the inputs. Where all rows are selected, {@code dx}
     * and {@code dSelected} are one array; otherwise {@code dx} is overwritten.
     *
     * @param dx [T, D]
     * @param dSelected [R, D]
     * @param accumulate whether {@code dSelected} is added to or overwritten
     */
    void backward(Workspace w, Pass pass, LayerActivations a, float[] dx, float[] dSelected, boolean accumulate) {
        int count = rows.count(pass);
        int tokens = pass.tokens().tokens();
        w.sublayerOperand.take(count, width, w.sublayer);
        output.backward(w, a.contextOperand, w.sublayerOperand, w.context, false);
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
        w.queryOperand.take(count, width, w.query);
        w.keyOperand.take(tokens, width, w.key);
        w.valueOperand.take(tokens, width, w.value);
        query.backward(w, selected(a), w.queryOperand, dSelected, accumulate);
        key.backward(w, a.inputOperand, w.keyOperand, dx, !rows.outputsOnly());
        value.backward(w, a.inputOperand, w.valueOperand, dx, true);
    }
}
