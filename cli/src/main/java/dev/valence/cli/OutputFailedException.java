package dev.valence.cli;

import java.io.IOException;
import java.io.Serial;
import java.util.Locale;

/** Results could not be written to standard output. */
final class OutputFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean readerIsGone;

    OutputFailedException(IOException cause) {
        super(
                "cannot write to standard output: " + cause.getMessage()
                        + "; what was printed is incomplete, make room or print to another place",
                cause);
        this.readerIsGone =
                String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe");
    }

    /** Whether nobody reads any more, as behind {@code | head -1}. The operating system tells by its words alone. */
    boolean readerIsGone() {
        return readerIsGone;
    }
}
