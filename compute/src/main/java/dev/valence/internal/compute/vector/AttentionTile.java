package dev.valence.internal.compute.vector;

import static dev.valence.internal.compute.vector.VectorMath.FLOATS;

import jdk.incubator.vector.FloatVector;

/** C tile [8, 1 vector] of the small products inside attention: as many independent sums as hide a multiply-add's latency. */
final class AttentionTile {
    /** Rows of a tile. */
    static final int ROWS = 8;

    private AttentionTile() {}

    /**
     * C[r, ·] = Σ A[r, p]·B[p, ·] over p &lt; depth, for r &lt; min(rows, 8).
     *
     * @param a where A[r, p] stands at a[at + r·aRow + p·aColumn]
     * @param b where B[p, ·] stands from b[from + p·bStride] on
     * @param c where C[r, ·] goes to c[to + r·cStride] on
     */
    static void multiply(
            int rows,
            int depth,
            float[] a,
            int at,
            int aRow,
            int aColumn,
            float[] b,
            int from,
            int bStride,
            float[] c,
            int to,
            int cStride) {
        // rows past the last are the last one again, stored over itself: that spares seven branches
        int last = rows - 1;
        int r1 = Math.min(1, last);
        int r2 = Math.min(2, last);
        int r3 = Math.min(3, last);
        int r4 = Math.min(4, last);
        int r5 = Math.min(5, last);
        int r6 = Math.min(6, last);
        int r7 = Math.min(7, last);
        int a0 = at;
        int a1 = at + r1 * aRow;
        int a2 = at + r2 * aRow;
        int a3 = at + r3 * aRow;
        int a4 = at + r4 * aRow;
        int a5 = at + r5 * aRow;
        int a6 = at + r6 * aRow;
        int a7 = at + r7 * aRow;
        FloatVector x0 = FloatVector.zero(FLOATS);
        FloatVector x1 = FloatVector.zero(FLOATS);
        FloatVector x2 = FloatVector.zero(FLOATS);
        FloatVector x3 = FloatVector.zero(FLOATS);
        FloatVector x4 = FloatVector.zero(FLOATS);
        FloatVector x5 = FloatVector.zero(FLOATS);
        FloatVector x6 = FloatVector.zero(FLOATS);
        FloatVector x7 = FloatVector.zero(FLOATS);
        for (int p = 0, row = from, q = 0; p < depth; p++, row += bStride, q += aColumn) {
            FloatVector v = FloatVector.fromArray(FLOATS, b, row);
            x0 = v.fma(FloatVector.broadcast(FLOATS, a[a0 + q]), x0);
            x1 = v.fma(FloatVector.broadcast(FLOATS, a[a1 + q]), x1);
            x2 = v.fma(FloatVector.broadcast(FLOATS, a[a2 + q]), x2);
            x3 = v.fma(FloatVector.broadcast(FLOATS, a[a3 + q]), x3);
            x4 = v.fma(FloatVector.broadcast(FLOATS, a[a4 + q]), x4);
            x5 = v.fma(FloatVector.broadcast(FLOATS, a[a5 + q]), x5);
            x6 = v.fma(FloatVector.broadcast(FLOATS, a[a6 + q]), x6);
            x7 = v.fma(FloatVector.broadcast(FLOATS, a[a7 + q]), x7);
        }
        x0.intoArray(c, to);
        x1.intoArray(c, to + r1 * cStride);
        x2.intoArray(c, to + r2 * cStride);
        x3.intoArray(c, to + r3 * cStride);
        x4.intoArray(c, to + r4 * cStride);
        x5.intoArray(c, to + r5 * cStride);
        x6.intoArray(c, to + r6 * cStride);
        x7.intoArray(c, to + r7 * cStride);
    }
}
