package dev.valence.internal.compute;

/** Rows that are multiplied in place, without conversion. */
final class PlainOperand implements Gemm.Operand {
    private int rows;
    private float[] values = new float[0];

    @Override
    public void take(int rows, int width, float[] values) {
        this.rows = rows;
        this.values = values;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public float[] values() {
        return values;
    }
}
