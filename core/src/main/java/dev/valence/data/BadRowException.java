package dev.valence.data;

import java.io.Serial;

/** A row that cannot be used, on its way to whoever decides whether it ends the reading. */
final class BadRowException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final long line;
    private final String problem;

    /**
     * @param line the line the row starts on, counted from 1
     * @param problem what was expected and what was found, in one line
     */
    BadRowException(long line, String problem) {
        super(problem);
        this.line = line;
        this.problem = problem;
    }

    long line() {
        return line;
    }

    String problem() {
        return problem;
    }
}
