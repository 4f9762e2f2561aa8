package dev.valence.internal.compute.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C tile [6, 2 vectors] of a matrix product, for processors with 16 vector registers (AVX2): 12 sums, a row of B and one element of A.
 *
 * <p>The sums are local variables and nothing is left to a helper method, because a vector that escapes becomes an object
 * and the kernel fifty times slower. There are no branches either: rows past the last are computed with the others and
 * stored over the last one before it is stored itself.
 */
final class Tile6x2 {
    static final int ROWS = 6;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private Tile6x2() {}

    /** C[r, ·] = start + Σ A[r, p]·B[p, ·] for r ≤ last, where A[r, p] stands at a[at + r·stride + p]. */
    static void alongRows(Panel panel, float[] a, int at, int stride, int last, float[] c, int to, int columns) {
        int r1 = Math.min(1, last);
        int r2 = Math.min(2, last);
        int r3 = Math.min(3, last);
        int r4 = Math.min(4, last);
        int r5 = Math.min(5, last);
        int a1 = at + r1 * stride;
        int a2 = at + r2 * stride;
        int a3 = at + r3 * stride;
        int a4 = at + r4 * stride;
        int a5 = at + r5 * stride;
        float[] start = panel.start(c);
        int begin = panel.startOffset(to);
        int step = panel.startStride(columns);
        FloatVector x0 = FloatVector.fromArray(SPECIES, start, begin);
        FloatVector y0 = FloatVector.fromArray(SPECIES, start, begin + LANES);
        FloatVector x1 = FloatVector.fromArray(SPECIES, start, begin + r1 * step);
        FloatVector y1 = FloatVector.fromArray(SPECIES, start, begin + r1 * step + LANES);
        FloatVector x2 = FloatVector.fromArray(SPECIES, start, begin + r2 * step);
        FloatVector y2 = FloatVector.fromArray(SPECIES, start, begin + r2 * step + LANES);
        FloatVector x3 = FloatVector.fromArray(SPECIES, start, begin + r3 * step);
        FloatVector y3 = FloatVector.fromArray(SPECIES, start, begin + r3 * step + LANES);
        FloatVector x4 = FloatVector.fromArray(SPECIES, start, begin + r4 * step);
        FloatVector y4 = FloatVector.fromArray(SPECIES, start, begin + r4 * step + LANES);
        FloatVector x5 = FloatVector.fromArray(SPECIES, start, begin + r5 * step);
        FloatVector y5 = FloatVector.fromArray(SPECIES, start, begin + r5 * step + LANES);
        float[] b = panel.values;
        int row = panel.offset;
        for (int p = 0; p < panel.depth; p++, row += panel.stride) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, row);
            FloatVector right = FloatVector.fromArray(SPECIES, b, row + LANES);
            FloatVector f0 = FloatVector.broadcast(SPECIES, a[at + p]);
            x0 = left.fma(f0, x0);
            y0 = right.fma(f0, y0);
            FloatVector f1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            x1 = left.fma(f1, x1);
            y1 = right.fma(f1, y1);
            FloatVector f2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            x2 = left.fma(f2, x2);
            y2 = right.fma(f2, y2);
            FloatVector f3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
            x3 = left.fma(f3, x3);
            y3 = right.fma(f3, y3);
            FloatVector f4 = FloatVector.broadcast(SPECIES, a[a4 + p]);
            x4 = left.fma(f4, x4);
            y4 = right.fma(f4, y4);
            FloatVector f5 = FloatVector.broadcast(SPECIES, a[a5 + p]);
            x5 = left.fma(f5, x5);
            y5 = right.fma(f5, y5);
        }
        x5.intoArray(c, to + r5 * columns);
        y5.intoArray(c, to + r5 * columns + LANES);
        x4.intoArray(c, to + r4 * columns);
        y4.intoArray(c, to + r4 * columns + LANES);
        x3.intoArray(c, to + r3 * columns);
        y3.intoArray(c, to + r3 * columns + LANES);
        x2.intoArray(c, to + r2 * columns);
        y2.intoArray(c, to + r2 * columns + LANES);
        x1.intoArray(c, to + r1 * columns);
        y1.intoArray(c, to + r1 * columns + LANES);
        x0.intoArray(c, to);
        y0.intoArray(c, to + LANES);
    }

    /** C[r, ·] = start + Σ A[p, r]·B[p, ·] for r ≤ last, where A[p, r] stands at a[at + p·stride + r]. */
    static void alongColumns(Panel panel, float[] a, int at, int stride, int last, float[] c, int to, int columns) {
        int r1 = Math.min(1, last);
        int r2 = Math.min(2, last);
        int r3 = Math.min(3, last);
        int r4 = Math.min(4, last);
        int r5 = Math.min(5, last);
        float[] start = panel.start(c);
        int begin = panel.startOffset(to);
        int step = panel.startStride(columns);
        FloatVector x0 = FloatVector.fromArray(SPECIES, start, begin);
        FloatVector y0 = FloatVector.fromArray(SPECIES, start, begin + LANES);
        FloatVector x1 = FloatVector.fromArray(SPECIES, start, begin + r1 * step);
        FloatVector y1 = FloatVector.fromArray(SPECIES, start, begin + r1 * step + LANES);
        FloatVector x2 = FloatVector.fromArray(SPECIES, start, begin + r2 * step);
        FloatVector y2 = FloatVector.fromArray(SPECIES, start, begin + r2 * step + LANES);
        FloatVector x3 = FloatVector.fromArray(SPECIES, start, begin + r3 * step);
        FloatVector y3 = FloatVector.fromArray(SPECIES, start, begin + r3 * step + LANES);
        FloatVector x4 = FloatVector.fromArray(SPECIES, start, begin + r4 * step);
        FloatVector y4 = FloatVector.fromArray(SPECIES, start, begin + r4 * step + LANES);
        FloatVector x5 = FloatVector.fromArray(SPECIES, start, begin + r5 * step);
        FloatVector y5 = FloatVector.fromArray(SPECIES, start, begin + r5 * step + LANES);
        float[] b = panel.values;
        int row = panel.offset;
        int column = at;
        for (int p = 0; p < panel.depth; p++, row += panel.stride, column += stride) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, row);
            FloatVector right = FloatVector.fromArray(SPECIES, b, row + LANES);
            FloatVector f0 = FloatVector.broadcast(SPECIES, a[column]);
            x0 = left.fma(f0, x0);
            y0 = right.fma(f0, y0);
            FloatVector f1 = FloatVector.broadcast(SPECIES, a[column + 1]);
            x1 = left.fma(f1, x1);
            y1 = right.fma(f1, y1);
            FloatVector f2 = FloatVector.broadcast(SPECIES, a[column + 2]);
            x2 = left.fma(f2, x2);
            y2 = right.fma(f2, y2);
            FloatVector f3 = FloatVector.broadcast(SPECIES, a[column + 3]);
            x3 = left.fma(f3, x3);
            y3 = right.fma(f3, y3);
            FloatVector f4 = FloatVector.broadcast(SPECIES, a[column + 4]);
            x4 = left.fma(f4, x4);
            y4 = right.fma(f4, y4);
            FloatVector f5 = FloatVector.broadcast(SPECIES, a[column + 5]);
            x5 = left.fma(f5, x5);
            y5 = right.fma(f5, y5);
        }
        x5.intoArray(c, to + r5 * columns);
        y5.intoArray(c, to + r5 * columns + LANES);
        x4.intoArray(c, to + r4 * columns);
        y4.intoArray(c, to + r4 * columns + LANES);
        x3.intoArray(c, to + r3 * columns);
        y3.intoArray(c, to + r3 * columns + LANES);
        x2.intoArray(c, to + r2 * columns);
        y2.intoArray(c, to + r2 * columns + LANES);
        x1.intoArray(c, to + r1 * columns);
        y1.intoArray(c, to + r1 * columns + LANES);
        x0.intoArray(c, to);
        y0.intoArray(c, to + LANES);
    }
}
