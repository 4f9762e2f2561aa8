package dev.valence.internal.tokenize;

import java.util.Arrays;

/**
 * An encoding with the character offsets of its tokens in the text. Places count {@code char}s, as {@link
 * String#substring(int, int)} does. Immutable.
 */
public final class OffsetEncoding {
    private final Encoding encoding;
    private final int[] starts; // [S]
    private final int[] ends; // [S]

    /**
     * @param encoding the tokens
     * @param starts where in the text each begins, [S]; copied
     * @param ends index of the character after each, [S]; copied
     * @throws IllegalArgumentException if there is not one start and one end for each token
     */
    public OffsetEncoding(Encoding encoding, int[] starts, int[] ends) {
        if (starts.length != encoding.length() || ends.length != encoding.length()) {
            throw new IllegalArgumentException("there must be " + encoding.length() + " starts and ends, found "
                    + starts.length + " and " + ends.length);
        }
        this.encoding = encoding;
        this.starts = starts.clone();
        this.ends = ends.clone();
    }

    /** The tokens. */
    public Encoding encoding() {
        return encoding;
    }

    /** Index of the first character in the text of the token at a position; 0 for one that was added to the text. */
    public int start(int position) {
        return starts[position];
    }

    /** Index after the last character in the text of the token at a position; 0 for one that was added to the text. */
    public int end(int position) {
        return ends[position];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OffsetEncoding that
                && encoding.equals(that.encoding)
                && Arrays.equals(starts, that.starts)
                && Arrays.equals(ends, that.ends);
    }

    @Override
    public int hashCode() {
        return encoding.hashCode();
    }

    @Override
    public String toString() {
        return "OffsetEncoding[" + encoding + ", starts=" + Arrays.toString(starts) + ", ends=" + Arrays.toString(ends)
                + "]";
    }
}
