package dev.valence.internal.baseline;

/**
 * A matrix of mostly zeros, row by row: row r holds {@code values[i]} in column {@code columns[i]} for i from
 * {@code offsets[r]} to before {@code offsets[r + 1]}. The arrays are shared, not copied, and must not be changed.
 *
 * <p>Thread-safe.
 */
final class SparseRows {
    private final int width;
    private final int[] offsets;
    private final int[] columns;
    private final double[] values;

    /**
     * @param width number of columns
     * @param offsets where each row starts, and their end
     * @param columns column of each value, in [0, width)
     * @param values what stands there; may be longer than the offsets reach, like {@code columns}
     * @throws IllegalArgumentException if the offsets do not rise from 0, or leave the arrays
     */
    public SparseRows(int width, int[] offsets, int[] columns, double[] values) {
        if (offsets.length == 0 || offsets[0] != 0) {
            throw new IllegalArgumentException("offsets must start with 0");
        }
        for (int row = 1; row < offsets.length; row++) {
            if (offsets[row] < offsets[row - 1]) {
                throw new IllegalArgumentException("offsets must not fall, found " + offsets[row] + " after "
                        + offsets[row - 1] + " at row " + (row - 1));
            }
        }
        int end = offsets[offsets.length - 1];
        if (end > columns.length || end > values.length) {
            throw new IllegalArgumentException(
                    "offsets must stay within " + Math.min(columns.length, values.length) + " values, found " + end);
        }
        this.width = width;
        this.offsets = offsets;
        this.columns = columns;
        this.values = values;
    }

    /** Number of rows. */
    public int rows() {
        return offsets.length - 1;
    }

    /** Number of columns. */
    public int width() {
        return width;
    }

    /** Index of the first value of a row. */
    public int start(int row) {
        return offsets[row];
    }

    /** Index after the last value of a row. */
    public int end(int row) {
        return offsets[row + 1];
    }

    /** Column of each value. */
    public int[] columns() {
        return columns;
    }

    /** All values. */
    public double[] values() {
        return values;
    }
}
