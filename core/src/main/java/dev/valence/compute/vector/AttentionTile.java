package dev.valence.compute.vector;

import static dev.valence.compute.vector.VectorMath.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * C tile [8, 1 vector] of the small products inside attention. All eight rows are always stored; those past the last are
 * computed again from the last.
 */
final class AttentionTile {
    private AttentionTile() {}

    /** C[r, ·] = Σ A[r, p]·B[p, ·] over p &lt; depth, where A[r, p] stands at a[at + min(r, last)·aStride + p]. */
    static void alongRows(
            int depth,
            float[] a,
            int at,
            int aStride,
            int last,
            float[] b,
            int from,
            int bStride,
            float[] c,
            int to,
            int cStride) {
        int a0 = at;
        int a1 = at + Math.min(1, last) * aStride;
        int a2 = at + Math.min(2, last) * aStride;
        int a3 = at + Math.min(3, last) * aStride;
        int a4 = at + Math.min(4, last) * aStride;
        int a5 = at + Math.min(5, last) * aStride;
        int a6 = at + Math.min(6, last) * aStride;
        int a7 = at + Math.min(7, last) * aStride;
        FloatVector x0 = FloatVector.zero(FLOATS);
        FloatVector x1 = FloatVector.zero(FLOATS);
        FloatVector x2 = FloatVector.zero(FLOATS);
        FloatVector x3 = FloatVector.zero(FLOATS);
        FloatVector x4 = FloatVector.zero(FLOATS);
        FloatVector x5 = FloatVector.zero(FLOATS);
        FloatVector x6 = FloatVector.zero(FLOATS);
        FloatVector x7 = FloatVector.zero(FLOATS);
        for (int p = 0, row = from; p < depth; p++, row += bStride) {
            FloatVector v = FloatVector.fromArray(FLOATS, b, row);
            x0 = v.fma(FloatVector.broadcast(FLOATS, a[a0 + p]), x0);
            x1 = v.fma(FloatVector.broadcast(FLOATS, a[a1 + p]), x1);
            x2 = v.fma(FloatVector.broadcast(FLOATS, a[a2 + p]), x2);
            x3 = v.fma(FloatVector.broadcast(FLOATS, a[a3 + p]), x3);
            x4 = v.fma(FloatVector.broadcast(FLOATS, a[a4 + p]), x4);
            x5 = v.fma(FloatVector.broadcast(FLOATS, a[a5 + p]), x5);
            x6 = v.fma(FloatVector.broadcast(FLOATS, a[a6 + p]), x6);
            x7 = v.fma(FloatVector.broadcast(FLOATS, a[a7 + p]), x7);
        }
        x0.intoArray(c, to);
        x1.intoArray(c, to + 1 * cStride);
        x2.intoArray(c, to + 2 * cStride);
        x3.intoArray(c, to + 3 * cStride);
        x4.intoArray(c, to + 4 * cStride);
        x5.intoArray(c, to + 5 * cStride);
        x6.intoArray(c, to + 6 * cStride);
        x7.intoArray(c, to + 7 * cStride);
    }

    /** C[r, ·] = Σ A[p, r]·B[p, ·] over p &lt; depth, where A[p, r] stands at a[at + p·aStride + min(r, last)]. */
    static void alongColumns(
            int depth,
            float[] a,
            int at,
            int aStride,
            int last,
            float[] b,
            int from,
            int bStride,
            float[] c,
            int to,
            int cStride) {
        int r1 = Math.min(1, last);
        int r2 = Math.min(2, last);
        int r3 = Math.min(3, last);
        int r4 = Math.min(4, last);
        int r5 = Math.min(5, last);
        int r6 = Math.min(6, last);
        int r7 = Math.min(7, last);
        FloatVector x0 = FloatVector.zero(FLOATS);
        FloatVector x1 = FloatVector.zero(FLOATS);
        FloatVector x2 = FloatVector.zero(FLOATS);
        FloatVector x3 = FloatVector.zero(FLOATS);
        FloatVector x4 = FloatVector.zero(FLOATS);
        FloatVector x5 = FloatVector.zero(FLOATS);
        FloatVector x6 = FloatVector.zero(FLOATS);
        FloatVector x7 = FloatVector.zero(FLOATS);
        for (int p = 0, row = from, column = at; p < depth; p++, row += bStride, column += aStride) {
            FloatVector v = FloatVector.fromArray(FLOATS, b, row);
            x0 = v.fma(FloatVector.broadcast(FLOATS, a[column]), x0);
            x1 = v.fma(FloatVector.broadcast(FLOATS, a[column + r1]), x1);
            x2 = v.fma(FloatVector.broadcast(FLOATS, a[column + r2]), x2);
            x3 = v.fma(FloatVector.broadcast(FLOATS, a[column + r3]), x3);
            x4 = v.fma(FloatVector.broadcast(FLOATS, a[column + r4]), x4);
            x5 = v.fma(FloatVector.broadcast(FLOATS, a[column + r5]), x5);
            x6 = v.fma(FloatVector.broadcast(FLOATS, a[column + r6]), x6);
            x7 = v.fma(FloatVector.broadcast(FLOATS, a[column + r7]), x7);
        }
        x0.intoArray(c, to);
        x1.intoArray(c, to + 1 * cStride);
        x2.intoArray(c, to + 2 * cStride);
        x3.intoArray(c, to + 3 * cStride);
        x4.intoArray(c, to + 4 * cStride);
        x5.intoArray(c, to + 5 * cStride);
        x6.intoArray(c, to + 6 * cStride);
        x7.intoArray(c, to + 7 * cStride);
    }
}
