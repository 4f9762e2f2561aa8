package dev.valence.internal.model;

/**
 * Tensors that are not trained. The backward pass ends at the lowest layer with a trained tensor.
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

    /** Returns whether tensors at that {@link TransformerModel#depth} are frozen. */
    public boolean holds(int depth) {
        return depth == 0 ? embeddings : depth <= layers;
    }

    /** Returns the lowest layer of the backward pass: the first with a trained tensor in it or below it. */
    int firstLayer() {
        return embeddings ? layers : 0;
    }
}
