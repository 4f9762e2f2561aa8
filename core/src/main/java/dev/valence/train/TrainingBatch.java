package dev.valence.train;

import dev.valence.model.ClassLoss;
import dev.valence.model.Pass;
import dev.valence.model.Targets;
import dev.valence.tokenize.TokenBatch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one step learns from: packed texts, the tokens whose rows the head reads, and what it should say there.
 *
 * @param tokens B texts
 * @param rows indices of tokens, rising, [R]
 * @param offsets how many rows belong to the texts before each text, and R at the end, [B + 1]
 * @param targets the class that should be predicted at each row, [R]
 * @param loss what is lost where another is; null for cross entropy
 */
public record TrainingBatch(
        TokenBatch tokens,
        int[] rows,
        int[] offsets,
        int[] targets,
        @Nullable ClassLoss loss) {
    /**
     * Checks that rows and targets belong together.
     *
     * @throws IllegalArgumentException if not
     */
    public TrainingBatch {
        if (rows.length != targets.length
                || offsets.length != tokens.texts() + 1
                || offsets[tokens.texts()] != rows.length) {
            throw new IllegalArgumentException("every row needs a target and every text its rows, found " + rows.length
                    + " rows, " + targets.length + " targets and " + offsets.length + " offsets for " + tokens.texts()
                    + " texts");
        }
    }

    /** Cross entropy is lost. */
    public TrainingBatch(TokenBatch tokens, int[] rows, int[] offsets, int[] targets) {
        this(tokens, rows, offsets, targets, null);
    }

    /**
     * The head reads the first token of every text, and cross entropy is lost.
     *
     * @param labels the texts' classes, [B]
     */
    public static TrainingBatch firstTokens(TokenBatch tokens, int[] labels) {
        int[] rows = Arrays.copyOf(tokens.offsets(), tokens.texts());
        int[] offsets = new int[rows.length + 1];
        Arrays.setAll(offsets, b -> b);
        return new TrainingBatch(tokens, rows, offsets, labels);
    }

    /** The same where something else is lost. */
    public TrainingBatch with(ClassLoss other) {
        return new TrainingBatch(tokens, rows, offsets, targets, other);
    }

    /** What the head should say, and what is lost where it says something else. */
    Targets lossTargets() {
        return loss == null ? new Targets.OneClass(targets) : loss.targets(targets);
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
        return new TrainingBatch(
                tokens.slice(from, to), ownRows, ownOffsets, Arrays.copyOfRange(targets, firstRow, offsets[to]), loss);
    }

    /** What a worker computes of it. */
    Pass pass() {
        return Pass.rows(tokens, rows, offsets);
    }
}
