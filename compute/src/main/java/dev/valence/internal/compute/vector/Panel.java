package dev.valence.internal.compute.vector;

/**
 * Inputs that the tiles of one column panel of a matrix product share: two vectors' width of B, and the initial sums,
 * which are C itself or one row for all rows: a bias, or zeros.
 */
final class Panel {
    final float[] values; // B
    final int offset; // of B[0, 0]
    final int stride; // between the rows of B
    final int depth; // rows of B
    private final boolean accumulate;
    private final float[] bias; // [2 vectors] from biasOffset on
    private final int biasOffset;

    private Panel(float[] values, int offset, int stride, int depth, boolean accumulate, float[] bias, int biasOffset) {
        this.values = values;
        this.offset = offset;
        this.stride = stride;
        this.depth = depth;
        this.accumulate = accumulate;
        this.bias = bias;
        this.biasOffset = biasOffset;
    }

    /** A panel whose products are added to C. */
    static Panel addingTo(float[] values, int offset, int stride, int depth) {
        return new Panel(values, offset, stride, depth, true, values, 0);
    }

    /** A panel whose products are added to a bias. */
    static Panel startingFrom(float[] bias, int biasOffset, float[] values, int offset, int stride, int depth) {
        return new Panel(values, offset, stride, depth, false, bias, biasOffset);
    }

    float[] start(float[] c) {
        return accumulate ? c : bias;
    }

    int startOffset(int to) {
        return accumulate ? to : biasOffset;
    }

    int startStride(int columns) {
        return accumulate ? columns : 0;
    }
}
