package dev.valence;

import java.io.Serial;
import java.util.regex.Pattern;

/**
 * What the user gave cannot be used: a file, an option, a row. The message is one line that says what was required, what
 * was found and what to do; the command line prints it and exits with 2. It may quote what was found as it is: characters
 * that break lines or command a terminal become spaces.
 */
public class InputException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Control characters, and the separators of lines and paragraphs. */
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    /** @param message what was required, what was found, what to do */
    public InputException(String message) {
        super(oneLine(message));
    }

    /**
     * @param message what was required, what was found, what to do
     * @param cause what was caught
     */
    public InputException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    private static String oneLine(String message) {
        return BREAKS.matcher(message).replaceAll(" ");
    }
}
