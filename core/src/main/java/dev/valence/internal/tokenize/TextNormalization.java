package dev.valence.internal.tokenize;

import java.text.Normalizer;

/**
 * What the normalizers {@code BertNormalizer} and {@code Lowercase} of Hugging Face tokenizers do, step by step. None of
 * the steps is no normalizer.
 *
 * @param cleanText whether control characters go and white space becomes a blank
 * @param spaceIdeographs whether Chinese characters get blanks around them
 * @param stripAccents whether letters lose their non-spacing marks
 * @param lowerCase whether capital letters become small ones
 */
record TextNormalization(boolean cleanText, boolean spaceIdeographs, boolean stripAccents, boolean lowerCase) {
    /** Leaves everything as it is. */
    static final TextNormalization NONE = new TextNormalization(false, false, false, false);

    /** Lower case only. */
    static final TextNormalization LOWER_CASE = new TextNormalization(false, false, false, true);

    private static final int REPLACEMENT_CHARACTER = 0xFFFD;

    /** What one code point becomes, by itself; may be empty. */
    String normalize(int codePoint) {
        if (cleanText && isControl(codePoint)) {
            return "";
        }
        if (cleanText && WhitespacePreTokenizer.isSpace(codePoint)) {
            return " ";
        }
        String text = Character.toString(codePoint);
        if (stripAccents) {
            text = withoutMarks(Normalizer.normalize(text, Normalizer.Form.NFD));
        }
        if (lowerCase) {
            text = WordCounts.lowerCase(text);
        }
        return spaceIdeographs && isIdeograph(codePoint) ? " " + text + " " : text;
    }

    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint != '\t' && codePoint != '\n' && codePoint != '\r';
            case Character.FORMAT, Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            default -> codePoint == REPLACEMENT_CHARACTER;
        };
    }

    private static String withoutMarks(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(codePoint -> Character.getType(codePoint) != Character.NON_SPACING_MARK)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** The ranges are BERT's, which has some of the extensions and not others. */
    private static boolean isIdeograph(int codePoint) {
        return isBetween(codePoint, 0x4E00, 0x9FFF)
                || isBetween(codePoint, 0x3400, 0x4DBF)
                || isBetween(codePoint, 0xF900, 0xFAFF)
                || isBetween(codePoint, 0x20000, 0x2A6DF)
                || isBetween(codePoint, 0x2A700, 0x2B81F)
                || isBetween(codePoint, 0x2B920, 0x2CEAF)
                || isBetween(codePoint, 0x2F800, 0x2FA1F);
    }

    private static boolean isBetween(int codePoint, int first, int last) {
        return first <= codePoint && codePoint <= last;
    }
}
