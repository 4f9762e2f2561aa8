package dev.valence.internal.tokenize;

import java.util.Arrays;

/** The special tokens that a tokenizer puts around each text. Immutable. */
public final class TextFrame {
    private final int[] before;
    private final int[] after;

    private TextFrame(int[] before, int[] after) {
        this.before = before;
        this.after = after;
    }

    /** What this tokenizer puts around texts. */
    public static TextFrame of(Tokenizer tokenizer) {
        Encoding example = tokenizer.encode("a");
        int leading = 0;
        while (leading < example.length() && example.special(leading)) {
            leading++;
        }
        int trailing = 0;
        while (trailing < example.length() - leading && example.special(example.length() - 1 - trailing)) {
            trailing++;
        }
        int[] ids = example.ids();
        return new TextFrame(Arrays.copyOf(ids, leading), Arrays.copyOfRange(ids, ids.length - trailing, ids.length));
    }

    /** Number of tokens in front of a text. */
    public int before() {
        return before.length;
    }

    /** Number of tokens in front of a text and behind it. */
    public int size() {
        return before.length + after.length;
    }

    /**
     * A part of a text with the special tokens around it.
     *
     * @param ids where the part stands
     * @param from index of its first token
     * @param size number of its tokens
     */
    public int[] around(int[] ids, int from, int size) {
        int[] framed = new int[before.length + size + after.length];
        System.arraycopy(before, 0, framed, 0, before.length);
        System.arraycopy(ids, from, framed, before.length, size);
        System.arraycopy(after, 0, framed, before.length + size, after.length);
        return framed;
    }
}
