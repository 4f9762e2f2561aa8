package dev.valence.compute.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C tile [12, 2 vectors] of a matrix product, for processors with 32 vector registers: 24 sums, two columns of B and one broadcast of A. The sums are
 * local variables because vectors in an array would be objects. A is read along rows or along columns; rows past the last
 * one are computed again from the last and not stored.
 */
final class Tile12x2 {
    static final int ROWS = 12;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private Tile12x2() {}

    /** C[r, ·] (+)= Σ A[r, p]·B[p, ·] + bias, for r &lt; rows, where A[r, p] stands at a[at + r·stride + p]. */
    static void alongRows(Panel panel, float[] a, int at, int stride, int rows, float[] c, int to, int columns) {
        int last = rows - 1;
        int a0 = at;
        int a1 = at + Math.min(1, last) * stride;
        int a2 = at + Math.min(2, last) * stride;
        int a3 = at + Math.min(3, last) * stride;
        int a4 = at + Math.min(4, last) * stride;
        int a5 = at + Math.min(5, last) * stride;
        int a6 = at + Math.min(6, last) * stride;
        int a7 = at + Math.min(7, last) * stride;
        int a8 = at + Math.min(8, last) * stride;
        int a9 = at + Math.min(9, last) * stride;
        int a10 = at + Math.min(10, last) * stride;
        int a11 = at + Math.min(11, last) * stride;
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector y0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector y1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector y2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        FloatVector y3 = FloatVector.zero(SPECIES);
        FloatVector x4 = FloatVector.zero(SPECIES);
        FloatVector y4 = FloatVector.zero(SPECIES);
        FloatVector x5 = FloatVector.zero(SPECIES);
        FloatVector y5 = FloatVector.zero(SPECIES);
        FloatVector x6 = FloatVector.zero(SPECIES);
        FloatVector y6 = FloatVector.zero(SPECIES);
        FloatVector x7 = FloatVector.zero(SPECIES);
        FloatVector y7 = FloatVector.zero(SPECIES);
        FloatVector x8 = FloatVector.zero(SPECIES);
        FloatVector y8 = FloatVector.zero(SPECIES);
        FloatVector x9 = FloatVector.zero(SPECIES);
        FloatVector y9 = FloatVector.zero(SPECIES);
        FloatVector x10 = FloatVector.zero(SPECIES);
        FloatVector y10 = FloatVector.zero(SPECIES);
        FloatVector x11 = FloatVector.zero(SPECIES);
        FloatVector y11 = FloatVector.zero(SPECIES);
        float[] b = panel.values;
        int row = panel.offset;
        for (int p = 0; p < panel.depth; p++, row += panel.stride) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, row);
            FloatVector right = FloatVector.fromArray(SPECIES, b, row + LANES);
            FloatVector f0 = FloatVector.broadcast(SPECIES, a[a0 + p]);
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
        store(panel, x0, y0, c, to);
        if (last >= 1) {
            store(panel, x1, y1, c, to + 1 * columns);
        }
        if (last >= 2) {
            store(panel, x2, y2, c, to + 2 * columns);
        }
        if (last >= 3) {
            store(panel, x3, y3, c, to + 3 * columns);
        }
        if (last >= 4) {
            store(panel, x4, y4, c, to + 4 * columns);
        }
        if (last >= 5) {
            store(panel, x5, y5, c, to + 5 * columns);
        }
        if (last >= 6) {
            store(panel, x6, y6, c, to + 6 * columns);
        }
        if (last >= 7) {
            store(panel, x7, y7, c, to + 7 * columns);
        }
        if (last >= 8) {
            store(panel, x8, y8, c, to + 8 * columns);
        }
        if (last >= 9) {
            store(panel, x9, y9, c, to + 9 * columns);
        }
        if (last >= 10) {
            store(panel, x10, y10, c, to + 10 * columns);
        }
        if (last >= 11) {
            store(panel, x11, y11, c, to + 11 * columns);
        }
    }

    /** C[r, ·] += Σ A[p, r]·B[p, ·], for r &lt; rows, where A[p, r] stands at a[at + p·stride + r]. */
    static void alongColumns(Panel panel, float[] a, int at, int stride, int rows, float[] c, int to, int columns) {
        int last = rows - 1;
        FloatVector x0 = FloatVector.zero(SPECIES);
        FloatVector y0 = FloatVector.zero(SPECIES);
        FloatVector x1 = FloatVector.zero(SPECIES);
        FloatVector y1 = FloatVector.zero(SPECIES);
        FloatVector x2 = FloatVector.zero(SPECIES);
        FloatVector y2 = FloatVector.zero(SPECIES);
        FloatVector x3 = FloatVector.zero(SPECIES);
        FloatVector y3 = FloatVector.zero(SPECIES);
        FloatVector x4 = FloatVector.zero(SPECIES);
        FloatVector y4 = FloatVector.zero(SPECIES);
        FloatVector x5 = FloatVector.zero(SPECIES);
        FloatVector y5 = FloatVector.zero(SPECIES);
        FloatVector x6 = FloatVector.zero(SPECIES);
        FloatVector y6 = FloatVector.zero(SPECIES);
        FloatVector x7 = FloatVector.zero(SPECIES);
        FloatVector y7 = FloatVector.zero(SPECIES);
        FloatVector x8 = FloatVector.zero(SPECIES);
        FloatVector y8 = FloatVector.zero(SPECIES);
        FloatVector x9 = FloatVector.zero(SPECIES);
        FloatVector y9 = FloatVector.zero(SPECIES);
        FloatVector x10 = FloatVector.zero(SPECIES);
        FloatVector y10 = FloatVector.zero(SPECIES);
        FloatVector x11 = FloatVector.zero(SPECIES);
        FloatVector y11 = FloatVector.zero(SPECIES);
        float[] b = panel.values;
        int row = panel.offset;
        int column = at;
        for (int p = 0; p < panel.depth; p++, row += panel.stride, column += stride) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, row);
            FloatVector right = FloatVector.fromArray(SPECIES, b, row + LANES);
            FloatVector f0 = FloatVector.broadcast(SPECIES, a[column + 0]);
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
        store(panel, x0, y0, c, to);
        if (last >= 1) {
            store(panel, x1, y1, c, to + 1 * columns);
        }
        if (last >= 2) {
            store(panel, x2, y2, c, to + 2 * columns);
        }
        if (last >= 3) {
            store(panel, x3, y3, c, to + 3 * columns);
        }
        if (last >= 4) {
            store(panel, x4, y4, c, to + 4 * columns);
        }
        if (last >= 5) {
            store(panel, x5, y5, c, to + 5 * columns);
        }
        if (last >= 6) {
            store(panel, x6, y6, c, to + 6 * columns);
        }
        if (last >= 7) {
            store(panel, x7, y7, c, to + 7 * columns);
        }
        if (last >= 8) {
            store(panel, x8, y8, c, to + 8 * columns);
        }
        if (last >= 9) {
            store(panel, x9, y9, c, to + 9 * columns);
        }
        if (last >= 10) {
            store(panel, x10, y10, c, to + 10 * columns);
        }
        if (last >= 11) {
            store(panel, x11, y11, c, to + 11 * columns);
        }
    }

    private static void store(Panel panel, FloatVector left, FloatVector right, float[] c, int to) {
        FloatVector x = left.add(FloatVector.fromArray(SPECIES, panel.bias, panel.biasOffset));
        FloatVector y = right.add(FloatVector.fromArray(SPECIES, panel.bias, panel.biasOffset + LANES));
        if (panel.accumulate) {
            x = x.add(FloatVector.fromArray(SPECIES, c, to));
            y = y.add(FloatVector.fromArray(SPECIES, c, to + LANES));
        }
        x.intoArray(c, to);
        y.intoArray(c, to + LANES);
    }
}
