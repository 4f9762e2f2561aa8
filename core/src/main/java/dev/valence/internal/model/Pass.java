package dev.valence.internal.model;

import dev.valence.InputException;
import dev.valence.internal.compute.Attention;
import dev.valence.internal.compute.Dropout;
import dev.valence.internal.tokenize.TokenBatch;

/**
 * The work of one worker: some texts, the rows of the last layer that the head reads, and in training the position of
 * these texts in the batch, so that dropout does not depend on how the batch was split.
 *
 * <p>Immutable.
 */
public final class Pass {
    private final TokenBatch tokens;
    private final int[] outputRows; // [R]
    private final int[] outputOffsets; // [B + 1]
    private final boolean training;
    private final long seed;
    private final long step;
    private final int firstToken;
    private final int firstOutput;

    private Pass(
            TokenBatch tokens,
            int[] outputRows,
            int[] outputOffsets,
            boolean training,
            long seed,
            long step,
            int firstToken,
            int firstOutput) {
        this.tokens = tokens;
        this.outputRows = outputRows;
        this.outputOffsets = outputOffsets;
        this.training = training;
        this.seed = seed;
        this.step = step;
        this.firstToken = firstToken;
        this.firstOutput = firstOutput;
    }

    /**
     * Returns a pass whose head reads the first token of every text.
     *
     * @throws InputException if a text has no token
     */
    public static Pass firstTokens(TokenBatch tokens) {
        int[] rows = new int[tokens.texts()];
        int[] offsets = new int[rows.length + 1];
        for (int b = 0; b < rows.length; b++) {
            if (tokens.length(b) == 0) {
                throw new InputException("every text needs at least one token, found none in text " + b
                        + "; use a tokenizer that adds special tokens");
            }
            rows[b] = tokens.start(b);
            offsets[b + 1] = b + 1;
        }
        return rows(tokens, rows, offsets);
    }

    /**
     * Returns a pass whose head reads the given rows.
     *
     * @param tokens the texts
     * @param rows indices of tokens, rising, [R]
     * @param offsets how many of them belong to the texts before each text, [B + 1]
     */
    public static Pass rows(TokenBatch tokens, int[] rows, int[] offsets) {
        return new Pass(tokens, rows, offsets, false, 0, 0, 0, 0);
    }

    /**
     * The same in training, with dropout.
     *
     * @param seed of the run
     * @param step of the run
     * @param firstToken tokens of the batch before these texts
     * @param firstOutput output rows of the batch before these
     */
    public Pass training(long seed, long step, int firstToken, int firstOutput) {
        return new Pass(tokens, outputRows, outputOffsets, true, seed, step, firstToken, firstOutput);
    }

    /** The texts. */
    public TokenBatch tokens() {
        return tokens;
    }

    /** Number of rows R the head reads. */
    public int outputs() {
        return outputRows.length;
    }

    int[] outputRows() {
        return outputRows;
    }

    /** Which rows attend to which: all tokens of a text to all of them. */
    Attention.Shape allTokens() {
        return new Attention.Shape(tokens.texts(), tokens.offsets(), tokens.offsets());
    }

    /** Which rows attend to which if only output rows are computed. */
    Attention.Shape outputsOnly() {
        return new Attention.Shape(tokens.texts(), outputOffsets, tokens.offsets());
    }

    /** Dropout of a tensor with a row for each token. */
    Dropout tokenDropout(float rate, int tensor, int width) {
        return dropout(rate, tensor, firstToken * width);
    }

    /** Dropout of a tensor with a row for each output. */
    Dropout outputDropout(float rate, int tensor, int width) {
        return dropout(rate, tensor, firstOutput * width);
    }

    private Dropout dropout(float rate, int tensor, int first) {
        return training ? Dropout.of(rate, Dropout.key(seed, step, tensor), first) : Dropout.NONE;
    }
}
