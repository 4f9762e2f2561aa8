package dev.valence.internal;

import java.util.regex.Pattern;

/**
 * Foreign text made fit to be shown. Texts, labels, file names and messages may hold characters that break lines, command a
 * terminal or reorder what stands around them; they are replaced by the escapes of Java and JSON, such as {@code \t} and
 * {@code \u001b}. Everything else stays as it is.
 */
public final class VisibleText {
    /** Controls, separators of lines and paragraphs, halves of surrogate pairs, and the controls of UAX #9. */
    private static final Pattern HIDDEN =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private VisibleText() {}

    /** Returns the text on one line, for terminals and messages. Within a JSON document the escapes are JSON's. */
    public static String line(String text) {
        return HIDDEN.matcher(text)
                .replaceAll(match -> "\\\\" + escape(match.group().charAt(0)));
    }

    /** Returns the text for a cell of a tab-separated table; backslashes are doubled, so that it can be read back. */
    public static String cell(String text) {
        return line(text.replace("\\", "\\\\"));
    }

    private static String escape(char character) {
        return switch (character) {
            case '\t' -> "t";
            case '\n' -> "n";
            case '\r' -> "r";
            default -> "u%04x".formatted((int) character);
        };
    }
}
