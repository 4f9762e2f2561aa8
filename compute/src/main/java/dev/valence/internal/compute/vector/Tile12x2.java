package dev.valence.internal.compute.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C tile [12, 2 vectors] of a matrix product, for processors with 32 vector registers: 24 sums, a row of B and one element of A.
 *
 * <p>The sums are local variables and nothing is left to a helper method, because a vector that escapes becomes an object
 * and the kernel fifty times slower. There are no branches either: rows past the last are computed with the others and
 * stored over the last one before it is stored itself.
 */
final class Tile12x2 {
    static final int ROWS = 12;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private Tile12x2() {}

    /** C[r, ·] = start + Σ A[r, p]·B[p, ·] for r ≤ last, where A[r, p] stands at a[at + r·stride + p]. */
    static void alongRows(Panel panel, float[] a, int at, int stride, int last, float[] c, int to, int columns) {
        int r1 = Math.min(1, last);
        int r2 = Math.min(2, last);
        int r3 = Math.min(3, last);
        int r4 = Math.min(4, last);
        int r5 = Math.min(5, last);
        int r6 = Math.min(6, last);
        int r7 = Math.min(7, last);
        int r8 = Math.min(8, last);
        int r9 = Math.min(9, last);
        int r10 = Math.min(10, last);
        int r11 = Math.min(11, last);
        int a1 = at + r1 * stride;
        int a2 = at + r2 * stride;
        int a3 = at + r3 * stride;
        int a4 = at + r4 * stride;
        int a5 = at + r5 * stride;
        int a6 = at + r6 * stride;
        int a7 = at + r7 * stride;
        int a8 = at + r8 * stride;
        int a9 = at + r9 * stride;
        int a10 = at + r10 * stride;
        int a11 = at + r11 * stride;
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
        FloatVector x6 = FloatVector.fromArray(SPECIES, start, begin + r6 * step);
        FloatVector y6 = FloatVector.fromArray(SPECIES, start, begin + r6 * step + LANES);
        FloatVector x7 = FloatVector.fromArray(SPECIES, start, begin + r7 * step);
        FloatVector y7 = FloatVector.fromArray(SPECIES, start, begin + r7 * step + LANES);
        FloatVector x8 = FloatVector.fromArray(SPECIES, start, begin + r8 * step);
        FloatVector y8 = FloatVector.fromArray(SPECIES, start, begin + r8 * step + LANES);
        FloatVector x9 = FloatVector.fromArray(SPECIES, start, begin + r9 * step);
        FloatVector y9 = FloatVector.fromArray(SPECIES, start, begin + r9 * step + LANES);
        FloatVector x10 = FloatVector.fromArray(SPECIES, start, begin + r10 * step);
        FloatVector y10 = FloatVector.fromArray(SPECIES, start, begin + r10 * step + LANES);
        FloatVector x11 = FloatVector.fromArray(SPECIES, start, begin + r11 * step);
        FloatVector y11 = FloatVector.fromArray(SPECIES, start, begin + r11 * step + LANES);
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
            FloatVector f6 = FloatVector.broadcast(SPECIES, a[a6 + p]);
            x6 = left.fma(f6, x6);
            y6 = right.fma(f6, y6);
            FloatVector f7 = FloatVector.broadcast(SPECIES, a[a7 + p]);
            x7 = left.fma(f7, x7);
            y7 = right.fma(f7, y7);
            FloatVector f8 = FloatVector.broadcast(SPECIES, a[a8 + p]);
            x8 = left.fma(f8, x8);
            y8 = right.fma(f8, y8);
            FloatVector f9 = FloatVector.broadcast(SPECIES, a[a9 + p]);
            x9 = left.fma(f9, x9);
            y9 = right.fma(f9, y9);
            FloatVector f10 = FloatVector.broadcast(SPECIES, a[a10 + p]);
            x10 = left.fma(f10, x10);
            y10 = right.fma(f10, y10);
            FloatVector f11 = FloatVector.broadcast(SPECIES, a[a11 + p]);
            x11 = left.fma(f11, x11);
            y11 = right.fma(f11, y11);
        }
        x11.intoArray(c, to + r11 * columns);
        y11.intoArray(c, to + r11 * columns + LANES);
        x10.intoArray(c, to + r10 * columns);
        y10.intoArray(c, to + r10 * columns + LANES);
        x9.intoArray(c, to + r9 * columns);
        y9.intoArray(c, to + r9 * columns + LANES);
        x8.intoArray(c, to + r8 * columns);
        y8.intoArray(c, to + r8 * columns + LANES);
        x7.intoArray(c, to + r7 * columns);
        y7.intoArray(c, to + r7 * columns + LANES);
        x6.intoArray(c, to + r6 * columns);
        y6.intoArray(c, to + r6 * columns + LANES);
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
        int r6 = Math.min(6, last);
        int r7 = Math.min(7, last);
        int r8 = Math.min(8, last);
        int r9 = Math.min(9, last);
        int r10 = Math.min(10, last);
        int r11 = Math.min(11, last);
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
        FloatVector x6 = FloatVector.fromArray(SPECIES, start, begin + r6 * step);
        FloatVector y6 = FloatVector.fromArray(SPECIES, start, begin + r6 * step + LANES);
        FloatVector x7 = FloatVector.fromArray(SPECIES, start, begin + r7 * step);
        FloatVector y7 = FloatVector.fromArray(SPECIES, start, begin + r7 * step + LANES);
        FloatVector x8 = FloatVector.fromArray(SPECIES, start, begin + r8 * step);
        FloatVector y8 = FloatVector.fromArray(SPECIES, start, begin + r8 * step + LANES);
        FloatVector x9 = FloatVector.fromArray(SPECIES, start, begin + r9 * step);
        FloatVector y9 = FloatVector.fromArray(SPECIES, start, begin + r9 * step + LANES);
        FloatVector x10 = FloatVector.fromArray(SPECIES, start, begin + r10 * step);
        FloatVector y10 = FloatVector.fromArray(SPECIES, start, begin + r10 * step + LANES);
        FloatVector x11 = FloatVector.fromArray(SPECIES, start, begin + r11 * step);
        FloatVector y11 = FloatVector.fromArray(SPECIES, start, begin + r11 * step + LANES);
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
            FloatVector f6 = FloatVector.broadcast(SPECIES, a[column + 6]);
            x6 = left.fma(f6, x6);
            y6 = right.fma(f6, y6);
            FloatVector f7 = FloatVector.broadcast(SPECIES, a[column + 7]);
            x7 = left.fma(f7, x7);
            y7 = right.fma(f7, y7);
            FloatVector f8 = FloatVector.broadcast(SPECIES, a[column + 8]);
            x8 = left.fma(f8, x8);
            y8 = right.fma(f8, y8);
            FloatVector f9 = FloatVector.broadcast(SPECIES, a[column + 9]);
            x9 = left.fma(f9, x9);
            y9 = right.fma(f9, y9);
            FloatVector f10 = FloatVector.broadcast(SPECIES, a[column + 10]);
            x10 = left.fma(f10, x10);
            y10 = right.fma(f10, y10);
            FloatVector f11 = FloatVector.broadcast(SPECIES, a[column + 11]);
            x11 = left.fma(f11, x11);
            y11 = right.fma(f11, y11);
        }
        x11.intoArray(c, to + r11 * columns);
        y11.intoArray(c, to + r11 * columns + LANES);
        x10.intoArray(c, to + r10 * columns);
        y10.intoArray(c, to + r10 * columns + LANES);
        x9.intoArray(c, to + r9 * columns);
        y9.intoArray(c, to + r9 * columns + LANES);
        x8.intoArray(c, to + r8 * columns);
        y8.intoArray(c, to + r8 * columns + LANES);
        x7.intoArray(c, to + r7 * columns);
        y7.intoArray(c, to + r7 * columns + LANES);
        x6.intoArray(c, to + r6 * columns);
        y6.intoArray(c, to + r6 * columns + LANES);
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
