package dev.valence.internal.compute;

/**
 * Scaled dot-product attention over packed texts (Vaswani et al., "Attention Is All You Need", 2017, section 3.2): every
 * text attends to its own tokens only, head by head, so no mask exists. Queries may be fewer than keys: a text's queries
 * are rows {@code queryOffsets[b] … queryOffsets[b + 1] - 1} of Q, its keys the same of K and V by {@code keyOffsets}.
 *
 * <p>All arrays are row-major with D = H·K columns, head h in columns h·K … h·K + K - 1. Probabilities are not kept: the
 * backward pass makes them again from two numbers a row and head, so memory grows with T, not with S². Which of them
 * dropout drops is a function of their number, so that is not kept either.
 *
 * <p>Not thread-safe: it owns its scratch memory; each shard has one.
 */
public interface Attention {
    /**
     * Distance of rows in the numbering of probabilities for dropout: query row r, head h and the text's key j have
     * number (r·H + h)·{@value} + j. Longer texts repeat the pattern of another row.
     */
    int DROPOUT_STRIDE = 1 << 12;

    /**
     * @param shape which rows belong together
     * @param dropout of the probabilities, numbered by {@link #DROPOUT_STRIDE}
     * @param q Q [R, D]
     * @param k K [T, D]
     * @param v V [T, D]
     * @param context what is written, [R, D]
     * @param statistics what backward needs, [2, H, R]: each row's largest score and the inverse of its sum
     */
    void forward(Shape shape, Dropout dropout, float[] q, float[] k, float[] v, float[] context, float[] statistics);

    /**
     * @param shape as in forward
     * @param dropout as in forward
     * @param q as in forward
     * @param k as in forward
     * @param v as in forward
     * @param statistics as written by forward
     * @param gradient dContext [R, D], and dQ, dK, dV, which are overwritten
     */
    void backward(Shape shape, Dropout dropout, float[] q, float[] k, float[] v, float[] statistics, Gradient gradient);

    /**
     * The rows of B texts.
     *
     * @param texts B
     * @param queryOffsets [B + 1], from 0 to R
     * @param keyOffsets [B + 1], from 0 to T
     */
    record Shape(int texts, int[] queryOffsets, int[] keyOffsets) {
        /** Number of query rows R. */
        public int queries() {
            return queryOffsets[texts];
        }
    }

    /**
     * Gradients of one backward pass.
     *
     * @param context dContext [R, D], read
     * @param q dQ [R, D], written
     * @param k dK [T, D], written
     * @param v dV [T, D], written
     */
    record Gradient(float[] context, float[] q, float[] k, float[] v) {}
}
