package dev.valence.internal.tokenize;

import java.util.Arrays;
import java.util.BitSet;

/** One text as token ids, special tokens included. Nothing is padded, so an attention mask would be all ones. Immutable. */
public final class Encoding {
    private final int[] ids; // [S]
    private final BitSet special;
    private final boolean truncated;

    /**
     * @param ids token ids, [S]; copied
     * @param special positions of the tokens that were added to the text; copied
     * @param truncated whether tokens of the text were left out to keep to the maximum length
     * @throws IllegalArgumentException if a special position is outside [0, S)
     */
    public Encoding(int[] ids, BitSet special, boolean truncated) {
        if (special.length() > ids.length) {
            throw new IllegalArgumentException(
                    "special positions must be below " + ids.length + ", found " + (special.length() - 1));
        }
        this.ids = ids.clone();
        this.special = (BitSet) special.clone();
        this.truncated = truncated;
    }

    /** Number of tokens S. */
    public int length() {
        return ids.length;
    }

    /** Token ids, [S], a copy. */
    public int[] ids() {
        return ids.clone();
    }

    /** Whether the token at that position was added to the text. */
    public boolean special(int position) {
        return special.get(position);
    }

    /** Whether tokens of the text were left out to keep to the maximum length. */
    public boolean truncated() {
        return truncated;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Encoding that
                && Arrays.equals(ids, that.ids)
                && special.equals(that.special)
                && truncated == that.truncated;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return "Encoding[ids=" + Arrays.toString(ids) + ", special=" + special + ", truncated=" + truncated + "]";
    }
}
