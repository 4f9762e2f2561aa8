package dev.valence.internal;

/** Shows what stood in a file within a message of one line. */
public final class Excerpt {
    private static final int LONGEST = 60;

    private Excerpt() {}

    /** The text in single quotes, cut where it is long, control characters shown as escapes. */
    public static String of(String text) {
        int end = text.codePointCount(0, text.length()) > LONGEST ? text.offsetByCodePoints(0, LONGEST) : text.length();
        return "'" + VisibleText.line(text.substring(0, end)) + (end < text.length() ? "…'" : "'");
    }
}
