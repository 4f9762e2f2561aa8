package dev.valence.internal.tokenize;

import java.util.Arrays;

/**
 * Token ids of several texts, packed end to end without padding; a whole dataset has the same form as a batch of it.
 * Text b owns {@code ids[offsets[b]] … ids[offsets[b + 1] - 1]}. The arrays are shared, not copied, and must not be
 * changed.
 *
 * <p>Thread-safe.
 */
public final class TokenBatch {
    private final int[] ids; // [T]
    private final int[] offsets; // [B + 1]

    /**
     * @param ids token ids, [T]
     * @param offsets where each text starts, and T at the end, [B + 1]
     * @throws IllegalArgumentException if {@code offsets} does not rise from 0 to T
     */
    public TokenBatch(int[] ids, int[] offsets) {
        if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != ids.length) {
            throw new IllegalArgumentException("offsets must rise from 0 to " + ids.length + ", the number of ids");
        }
        for (int b = 1; b < offsets.length; b++) {
            if (offsets[b] < offsets[b - 1]) {
                throw new IllegalArgumentException("offsets must not fall, found " + offsets[b] + " after "
                        + offsets[b - 1] + " at text " + (b - 1));
            }
        }
        this.ids = ids;
        this.offsets = offsets;
    }

    /** Packs one array of ids for each text. */
    public static TokenBatch of(int[]... texts) {
        int[] offsets = new int[texts.length + 1];
        for (int b = 0; b < texts.length; b++) {
            offsets[b + 1] = Math.addExact(offsets[b], texts[b].length);
        }
        int[] ids = new int[offsets[texts.length]];
        for (int b = 0; b < texts.length; b++) {
            System.arraycopy(texts[b], 0, ids, offsets[b], texts[b].length);
        }
        return new TokenBatch(ids, offsets);
    }

    /** Number of texts B. */
    public int texts() {
        return offsets.length - 1;
    }

    /** Number of tokens T of all texts together. */
    public int tokens() {
        return ids.length;
    }

    /** Index of the first token of a text. */
    public int start(int text) {
        return offsets[text];
    }

    /** Number of tokens S of a text. */
    public int length(int text) {
        return offsets[text + 1] - offsets[text];
    }

    /** Number of tokens of every text, [B]. */
    public int[] lengths() {
        int[] lengths = new int[texts()];
        Arrays.setAll(lengths, this::length);
        return lengths;
    }

    /** All ids, [T]. */
    public int[] ids() {
        return ids;
    }

    /** Where each text starts, and T at the end, [B + 1]. */
    public int[] offsets() {
        return offsets;
    }

    /** Ids of one text, a copy. */
    public int[] ids(int text) {
        return Arrays.copyOfRange(ids, offsets[text], offsets[text + 1]);
    }

    /** The texts with these indices, in this order, packed anew. */
    public TokenBatch select(int... texts) {
        int[][] selected = new int[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            selected[i] = ids(texts[i]);
        }
        return of(selected);
    }

    /** Texts {@code from} (included) to {@code to} (excluded), packed anew. */
    public TokenBatch slice(int from, int to) {
        int base = offsets[from];
        int[] moved = Arrays.copyOfRange(offsets, from, to + 1);
        for (int b = 0; b < moved.length; b++) {
            moved[b] -= base;
        }
        return new TokenBatch(Arrays.copyOfRange(ids, base, offsets[to]), moved);
    }
}
