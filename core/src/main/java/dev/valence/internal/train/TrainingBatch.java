package dev.valence.internal.train;

import dev.valence.internal.model.Pass;
import dev.valence.internal.model.Targets;
import dev.valence.internal.tokenize.TokenBatch;
import java.util.Arrays;

/**
 * A batch of one step: packed texts, the rows that the head reads, and their targets.
 *
 * @param tokens B texts
 * @param rows indices of tokens, rising, [R]
 * @param offsets how many rows belong to the texts before each text, and R at the end, [B + 1]
 * @param targets what the head should say at each row, of R rows
 */
public record TrainingBatch(TokenBatch tokens, int[] rows, int[] offsets, Targets targets) {
    /**
     * Checks that rows and targets belong together.
     *
     * @throws IllegalArgumentException if not
     */
    public TrainingBatch {
        if (rows.length != targets.rows()
                || offsets.length != tokens.texts() + 1
                || offsets[tokens.texts()] != rows.length) {
            throw new IllegalArgumentException("every row needs a target and every text its rows, found " + rows.length
                    + " rows, " + targets.rows() + " targets and " + offsets.length + " offsets for " + tokens.texts()
                    + " texts");
        }
    }

    /**
     * Returns a batch whose head reads the first token of every text, with cross entropy as the loss.
     *
     * @param labels the texts' classes, [B]
     */
    public static TrainingBatch firstTokens(TokenBatch tokens, int[] labels) {
        return firstTokens(tokens, new Targets.OneClass(labels));
    }

    /**
     * The head reads the first token of every text.
     *
     * @param targets what it should say of each text, of B rows
     */
    public static TrainingBatch firstTokens(TokenBatch tokens, Targets targets) {
        int[] rows = Arrays.copyOf(tokens.offsets(), tokens.texts());
        int[] offsets = new int[rows.length + 1];
        Arrays.setAll(offsets, b -> b);
        return new TrainingBatch(tokens, rows, offsets, targets);
    }

    /** Number of rows R. */
    public int outputs() {
        return rows.length;
    }

    /** Texts {@code from} (included) to {@code to} (excluded). */
    TrainingBatch slice(int from, int to) {
        int firstToken = tokens.offsets()[from];
        int firstRow = offsets[from];
        int[] ownRows = Arrays.copyOfRange(rows, firstRow, offsets[to]);
        int[] ownOffsets = Arrays.copyOfRange(offsets, from, to + 1);
        Arrays.setAll(ownRows, r -> ownRows[r] - firstToken);
        Arrays.setAll(ownOffsets, b -> ownOffsets[b] - firstRow);
        return new TrainingBatch(tokens.slice(from, to), ownRows, ownOffsets, targets.slice(firstRow, offsets[to]));
    }

    /** Returns the pass of a worker that computes it. */
    Pass pass() {
        return Pass.rows(tokens, rows, offsets);
    }
}
