package dev.valence.internal.model;

import dev.valence.internal.compute.Allocation;
import java.util.Arrays;

/**
 * The gradient of one shard, laid out as {@link Parameters}. The token embeddings, which come first and are most of a
 * small model, change only in the rows of a batch's tokens; these rows are recorded, so that clearing and adding up
 * shards skips the others, which are zero.
 *
 * <p>Not thread-safe: each shard has its own.
 */
public final class Gradients {
    private final float[] values;
    private final int rowWidth; // D
    private final int rows; // V
    private final boolean[] touched; // [V]
    private final int[] touchedRows; // [V], the first touchedCount are in use
    private int touchedCount;

    Gradients(int size, int rows, int rowWidth) {
        this.values = Allocation.floats(size, "the gradients of a shard");
        this.rows = rows;
        this.rowWidth = rowWidth;
        this.touched = new boolean[rows];
        this.touchedRows = new int[rows];
    }

    /** The gradients, laid out as the parameters. */
    public float[] values() {
        return values;
    }

    /** Records that a row of the token embeddings is about to be added to. */
    void touch(int row) {
        if (!touched[row]) {
            touched[row] = true;
            touchedRows[touchedCount++] = row;
        }
    }

    /** Records that every row is about to be added to. */
    void touchAll() {
        if (touchedCount < rows) {
            for (int row = 0; row < rows; row++) {
                touch(row);
            }
        }
    }

    /** Records the rows that another shard touched. */
    public void touchAll(Gradients other) {
        for (int i = 0; i < other.touchedCount; i++) {
            touch(other.touchedRows[i]);
        }
    }

    /** Returns whether a row of the token embeddings may be non-zero. */
    public boolean touched(int row) {
        return touched[row];
    }

    /** Rows of the token embeddings, V. */
    public int rows() {
        return rows;
    }

    /** Elements of such a row, D. */
    public int rowWidth() {
        return rowWidth;
    }

    /** End offset of the token embeddings; the gradients after it are dense. */
    public int denseStart() {
        return rows * rowWidth;
    }

    /** Sets every touched row to zero and forgets that it was touched. */
    public void clearTouchedRows() {
        for (int i = 0; i < touchedCount; i++) {
            int from = touchedRows[i] * rowWidth;
            Arrays.fill(values, from, from + rowWidth, 0f);
        }
        untouchAll();
    }

    /** Forgets which rows were touched, once all of them are zero again. */
    public void untouchAll() {
        for (int i = 0; i < touchedCount; i++) {
            touched[touchedRows[i]] = false;
        }
        touchedCount = 0;
    }
}
