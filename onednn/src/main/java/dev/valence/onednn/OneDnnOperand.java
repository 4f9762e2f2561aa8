package dev.valence.onednn;

import dev.valence.internal.compute.Gemm;
import org.bytedeco.javacpp.Pointer;

/**
 * Rows outside the Java heap, rounded if necessary, and padded with rows of zeros to the number that products are
 * compiled for.
 */
final class OneDnnOperand implements Gemm.Operand {
    private static final float[] NONE = new float[0];

    private final OneDnnGemm gemm;
    private final boolean independent;
    private final Staging own = new Staging();
    private Pointer pointer = own.floats(0);
    private int rows;
    private float[] values = NONE;

    OneDnnOperand(OneDnnGemm gemm, boolean independent) {
        this.gemm = gemm;
        this.independent = independent;
    }

    @Override
    public void take(int rows, int width, float[] values) {
        this.rows = rows;
        this.values = values;
        int count = rows * width;
        int size = Multiplier.rounded(rows) * width;
        if (gemm.rounds()) {
            pointer = own.rounded(size);
            try (Multiplier multiplier = gemm.multiplier()) {
                multiplier.rounding(size).run(multiplier, multiplier.floats().put(values, 0, count, size), pointer);
            }
        } else {
            pointer = own.put(values, 0, count, size);
        }
    }

    @Override
    public void reserve(int rows, int width) {
        this.rows = rows;
        this.values = NONE;
        int size = Multiplier.rounded(rows) * width;
        pointer = gemm.rounds() ? own.rounded(size) : own.floats(size);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public float[] values() {
        return values;
    }

    /** Whether a row's forward product must not depend on the others. */
    boolean independent() {
        return independent;
    }

    /** Returns the address of an element of the row-major matrix. */
    Pointer at(long index) {
        return pointer.getPointer(index);
    }

    /** Returns the address of the matrix, row-major. */
    Pointer pointer() {
        return pointer;
    }
}
