package dev.valence.internal.model;

import dev.valence.internal.compute.Gemm;
import dev.valence.internal.model.Workspace.LayerActivations;
import java.util.List;

/**
 * One layer of the encoder: attention and a feed-forward layer, each with a residual sum and LayerNorm. The last layer
 * computes only the rows that the head reads; its keys and values still come from every token. Thread-safe but for {@link
 * #projections} being loaded.
 */
interface EncoderLayer {
    /** Returns the layer with that index, pre-norm or post-norm as configured. */
    static EncoderLayer of(Parameters parameters, Gemm gemm, EncoderConfig config, int index) {
        return switch (config.normPlacement()) {
            case AFTER -> new PostNormLayer(parameters, gemm, config, index);
            case BEFORE -> new PreNormLayer(parameters, gemm, config, index);
        };
    }

    /** Its matrices. */
    List<Projection> projections();

    /** Computes a.output [R, D] from x [T, D]. */
    void forward(Workspace w, Pass pass, LayerActivations a, float[] x);

    /**
     * Turns the gradient of the layer's output, {@code dy} [R, D], into that of its input, w.gradient [T, D]; the two are
     * the same array unless the layer computes only output rows.
     */
    void backward(Workspace w, Pass pass, LayerActivations a, float[] dy);
}
