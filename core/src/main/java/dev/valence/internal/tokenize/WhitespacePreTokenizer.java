package dev.valence.internal.tokenize;

import java.util.function.Consumer;

/**
 * Cuts text into words as the pre-tokenizer {@code Whitespace} of Hugging Face tokenizers does, the matches of the regular
 * expression {@code \w+|[^\w\s]+} in the Unicode sense of Rust: runs of word characters, and runs of what is neither a
 * word character nor white space. White space itself is dropped.
 */
final class WhitespacePreTokenizer {
    private static final char ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final char ZERO_WIDTH_JOINER = 0x200D;

    private enum Kind {
        WORD,
        SPACE,
        OTHER
    }

    private WhitespacePreTokenizer() {}

    /** Hands the words of a text over, in order. */
    static void split(String text, Consumer<String> words) {
        int start = 0;
        Kind kind = Kind.SPACE;
        int next;
        for (int i = 0; i < text.length(); i = next) {
            int codePoint = text.codePointAt(i);
            next = i + Character.charCount(codePoint);
            Kind found = kind(codePoint);
            if (found != kind) {
                if (kind != Kind.SPACE) {
                    words.accept(text.substring(start, i));
                }
                start = i;
                kind = found;
            }
        }
        if (kind != Kind.SPACE) {
            words.accept(text.substring(start));
        }
    }

    private static Kind kind(int codePoint) {
        if (isWord(codePoint)) {
            return Kind.WORD;
        }
        return isSpace(codePoint) ? Kind.SPACE : Kind.OTHER;
    }

    /** {@code \w} by Unicode Technical Standard 18, annex C: alphabetic, mark, decimal digit, connector, join control. */
    static boolean isWord(int codePoint) {
        if (Character.isAlphabetic(codePoint)) {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.CONNECTOR_PUNCTUATION -> true;
            default -> codePoint == ZERO_WIDTH_NON_JOINER || codePoint == ZERO_WIDTH_JOINER;
        };
    }

    /** {@code \s}, the property White_Space: separators, and the control characters that move on the page. */
    static boolean isSpace(int codePoint) {
        return Character.isSpaceChar(codePoint) || (codePoint >= '\t' && codePoint <= '\r') || codePoint == 0x85;
    }
}
