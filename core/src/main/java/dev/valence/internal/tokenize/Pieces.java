package dev.valence.internal.tokenize;

import java.util.Arrays;

/** The tokens of one word while it is taken apart: their ids, and where in the word each ends. */
final class Pieces {
    private int[] ids = new int[8];
    private int[] ends = new int[8];
    private int count;

    /** @param end index of the character after the token; it starts where the one before ends */
    void add(int id, int end) {
        if (count == ids.length) {
            ids = Arrays.copyOf(ids, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ids[count] = id;
        ends[count++] = end;
    }

    void clear() {
        count = 0;
    }

    int[] ids() {
        return Arrays.copyOf(ids, count);
    }

    int[] ends() {
        return Arrays.copyOf(ends, count);
    }
}
