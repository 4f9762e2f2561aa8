package dev.valence.data;

/** Shows what stood in a file within a message of one line. */
final class Excerpt {
    private static final int LONGEST = 60;

    private Excerpt() {}

    /** The text in single quotes, cut where it is long, control characters shown as escapes. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder("'");
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c)) {
                shown.append("\\u%04x".formatted(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        if (text.codePointCount(0, text.length()) > LONGEST) {
            shown.append('…');
        }
        return shown.append('\'').toString();
    }
}
