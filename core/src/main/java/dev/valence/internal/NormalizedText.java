package dev.valence.internal;

import java.text.Normalizer;
import java.util.Locale;

/**
 * What remains of a text once case, punctuation and spacing are ignored, to find the same sentence written another way.
 */
public final class NormalizedText {
    private NormalizedText() {}

    /**
     * The letters, marks and digits of a text in lower case and in Unicode's compatibility form NFKC. Spacing goes too,
     * since tokenized text sets punctuation apart. A text without any of these stands for itself.
     */
    public static String of(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT) // first up, then down: ß and ss, ς and σ become one
                .toLowerCase(Locale.ROOT);
        StringBuilder kept = new StringBuilder(folded.length());
        folded.codePoints().filter(NormalizedText::counts).forEach(kept::appendCodePoint);
        return kept.isEmpty() ? text : kept.toString();
    }

    private static boolean counts(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> Character.isLetterOrDigit(codePoint);
        };
    }
}
