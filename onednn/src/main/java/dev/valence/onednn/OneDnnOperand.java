package dev.valence.onednn;

import dev.valence.compute.Gemm;
import org.bytedeco.javacpp.Pointer;

/** Rows outside the Java heap, rounded if need be, and rows of zeros up to the number that products are made for. */
final class OneDnnOperand implements Gemm.Operand {
    private static final float[] NONE = new float[0];

    private final OneDnnGemm gemm;
    private final Staging own = new Staging();
    private Pointer pointer = own.floats(0);
    private int rows;
    private float[] values = NONE;

    OneDnnOperand(OneDnnGemm gemm) {
        this.gemm = gemm;
    }

    @Override
    public void take(int rows, int width, float[] values) {
        this.rows = rows;
        this.values = values;
        int count = rows * width;
        int size = ThreadProducts.rounded(rows) * width;
        if (gemm.rounds()) {
            ThreadProducts thread = gemm.products();
            pointer = own.rounded(size);
            thread.rounding(size).run(thread.queue(), thread.floats().put(values, 0, count, size), pointer);
        } else {
            pointer = own.put(values, 0, count, size);
        }
    }

    @Override
    public void reserve(int rows, int width) {
        this.rows = rows;
        this.values = NONE;
        int size = ThreadProducts.rounded(rows) * width;
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

    /** Where the first row's element in that column stands. */
    Pointer column(int index) {
        return pointer.getPointer(index);
    }

    /** Where the matrix stands, row-major. */
    Pointer pointer() {
        return pointer;
    }
}
