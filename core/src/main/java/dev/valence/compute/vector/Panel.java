package dev.valence.compute.vector;

/** What the tiles of one column panel of a matrix product share: two vectors' width of B, and what is added at the end. */
final class Panel {
    final float[] values; // B
    final int offset; // of B[0, 0]
    final int stride; // between the rows of B
    final int depth; // rows of B
    final float[] bias; // [2 vectors]
    final int biasOffset;
    final boolean accumulate; // whether C is added to

    Panel(float[] values, int offset, int stride, int depth, float[] bias, int biasOffset, boolean accumulate) {
        this.values = values;
        this.offset = offset;
        this.stride = stride;
        this.depth = depth;
        this.bias = bias;
        this.biasOffset = biasOffset;
        this.accumulate = accumulate;
    }
}
