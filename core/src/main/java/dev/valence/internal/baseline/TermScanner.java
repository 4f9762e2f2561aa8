package dev.valence.internal.baseline;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * The terms scikit-learn's vectorizers find by default: in lower case, the matches of Python's {@code (?u)\b\w\w+\b}, which
 * are the runs of at least two letters, digits, other numbers and underscores.
 */
final class TermScanner {
    private static final int MINIMUM_CHARACTERS = 2;
    private static final int ASCII = 0x80;
    private static final boolean[] ASCII_WORD = new boolean[ASCII];

    static {
        for (int c = 0; c < ASCII; c++) {
            ASCII_WORD[c] = isLetterNumberOrUnderscore(c);
        }
    }

    private TermScanner() {}

    /** Hands the terms of a text over, in order. */
    static void scan(String text, Consumer<String> terms) {
        String lower = text.toLowerCase(Locale.ROOT);
        int start = 0;
        int characters = 0;
        int i = 0;
        while (i < lower.length()) {
            int codePoint = lower.codePointAt(i);
            int next = i + Character.charCount(codePoint);
            if (isWord(codePoint)) {
                characters++;
            } else {
                if (characters >= MINIMUM_CHARACTERS) {
                    terms.accept(lower.substring(start, i));
                }
                start = next;
                characters = 0;
            }
            i = next;
        }
        if (characters >= MINIMUM_CHARACTERS) {
            terms.accept(lower.substring(start));
        }
    }

    /** Python's {@code \w}. */
    static boolean isWord(int codePoint) {
        return codePoint < ASCII ? ASCII_WORD[codePoint] : isLetterNumberOrUnderscore(codePoint);
    }

    private static boolean isLetterNumberOrUnderscore(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> true;
            default -> codePoint == '_';
        };
    }
}
