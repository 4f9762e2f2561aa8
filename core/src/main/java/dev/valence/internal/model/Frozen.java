package dev.valence.internal.model;

/**
 * Which tensors are not trained. Where nothing below a layer is trained, its backward pass is where the backward pass ends.
 *
 * @param layers how many of the first layers
 * @param embeddings whether the embeddings of tokens, positions and token types, with their LayerNorm
 */
public record Frozen(int layers, boolean embeddings) {
    /** All tensors are trained. */
    public static final Frozen NONE = new Frozen(0, false);

    /**
     * Checks the number of layers.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Frozen {
        if (layers < 0) {
            throw new IllegalArgumentException("frozen layers must not be negative, found " + layers);
        }
    }

    /** Whether tensors at that {@link TransformerModel#depth} are not trained. */
    public boolean holds(int depth) {
        return depth == 0 ? embeddings : depth <= layers;
    }

    /** The first layer whose input's gradient leads to a tensor that is trained, or that is trained itself. */
    int firstLayer() {
        return embeddings ? layers : 0;
    }
}
