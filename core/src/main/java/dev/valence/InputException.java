package dev.valence;

import dev.valence.internal.VisibleText;
import java.io.Serial;

/**
 * What the user gave cannot be used: a file, an option, a row. The message is one line that says what was required, what
 * was found and what to do; the command line prints it and exits with 2. It may quote what was found as it is: the message
 * is {@linkplain VisibleText#line made visible}.
 */
public class InputException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param message what was required, what was found, what to do */
    public InputException(String message) {
        super(VisibleText.line(message));
    }

    /**
     * @param message what was required, what was found, what to do
     * @param cause what was caught
     */
    public InputException(String message, Throwable cause) {
        super(VisibleText.line(message), cause);
    }
}
