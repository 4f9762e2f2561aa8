package dev.valence.data;

/**
 * A row that cannot be used.
 *
 * @param file the file as the user named it
 * @param line the line the row starts on, counted from 1
 * @param problem what was expected and what was found, in one line
 */
public record BadRow(String file, long line, String problem) {
    /** File, line and problem in one line. */
    public String message() {
        return file + ":" + line + ": " + problem;
    }
}
