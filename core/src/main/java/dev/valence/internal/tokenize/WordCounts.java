package dev.valence.internal.tokenize;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * The words of a corpus and how often each occurs, which is all that {@link BytePairTrainer} needs of it: words are few
 * where texts are many. Not for use by several threads at once.
 */
public final class WordCounts {
    private static final int CAPITAL_I_WITH_DOT = 0x130;

    private final boolean lowerCase;
    private final Map<String, Long> counts = new HashMap<>();

    /** @param lowerCase whether words are counted in lower case */
    public WordCounts(boolean lowerCase) {
        this.lowerCase = lowerCase;
    }

    /** Counts the words of one more text. */
    public void add(String text) {
        WhitespacePreTokenizer.split(lowerCase ? lowerCase(text) : text, word -> counts.merge(word, 1L, Long::sum));
    }

    /** Whether words are counted in lower case. */
    public boolean lowerCase() {
        return lowerCase;
    }

    /** Counts by word, in no particular order; a view. */
    public Map<String, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /**
     * Lower case as the normalizer {@code Lowercase} of Hugging Face tokenizers makes it: each character by itself, so a
     * sigma at the end of a word becomes the same letter as elsewhere, unlike with {@link String#toLowerCase()}.
     */
    static String lowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        int next;
        for (int i = 0; i < text.length(); i = next) {
            int codePoint = text.codePointAt(i);
            next = i + Character.charCount(codePoint);
            lower.appendCodePoint(Character.toLowerCase(codePoint));
            if (codePoint == CAPITAL_I_WITH_DOT) {
                lower.append('\u0307'); // the only letter whose lower case is two characters
            }
        }
        return lower.toString();
    }
}
