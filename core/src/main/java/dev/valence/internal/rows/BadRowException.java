package dev.valence.internal.rows;

import java.io.Serial;

/** Thrown for a row that cannot be used; the caller decides whether it ends the reading. */
public final class BadRowException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String CORRECT = "correct the row";

    private final long line;
    private final String problem;
    private final String advice;
    private final boolean empty;

    /**
     * @param line the line the row starts on, counted from 1
     * @param problem what was expected and what was found, in one line
     */
    BadRowException(long line, String problem) {
        this(line, problem, CORRECT);
    }

    /**
     * @param line the line the row starts on, counted from 1
     * @param problem what was expected and what was found, in one line
     * @param advice what to do, unless the row is left out
     */
    BadRowException(long line, String problem, String advice) {
        this(line, problem, advice, false);
    }

    private BadRowException(long line, String problem, String advice, boolean empty) {
        super(problem);
        this.line = line;
        this.problem = problem;
        this.advice = advice;
        this.empty = empty;
    }

    /** Of a row without content, which is bad between others and nothing at the end of a file. */
    static BadRowException ofEmpty(long line, String problem) {
        return new BadRowException(line, problem, CORRECT, true);
    }

    public long line() {
        return line;
    }

    public String problem() {
        return problem;
    }

    /** What to do, unless the row is left out. */
    public String advice() {
        return advice;
    }

    boolean empty() {
        return empty;
    }
}
