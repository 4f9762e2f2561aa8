package dev.valence.compute.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * C tile [6, 2 vectors] of a matrix product, for processors with 16 vector registers (AVX2): 12 sums, two columns of B and one broadcast of A. The sums are
 * local variables because vectors in an array would be objects. A is read along rows or along columns; rows past the last
 * one are computed again from the last and not stored.
 */
final class Tile6x2 {
    static final int ROWS = 6;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private Tile6x2() {}

    /** C[r, ·] (+)= Σ A[r, p]·B[p, ·] + bias, for r &lt; rows, where A[r, p] stands at a[at + r·stride + p]. */
    static void alongRows(Panel panel, float[] a, int at, int stride, int rows, float[] c, int to, int columns) {
        int last = rows - 1;
        int a0 = at;
        int a1 = at + Math.min(1, last) * stride;
        int a2 = at + Math.min(2, last) * stride;
        int a3 = at + Math.min(3, last) * stride;
        int a4 = at + Math.min(4, last) * stride;
        int a5 = at + Math.min(5, last) * stride;
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
