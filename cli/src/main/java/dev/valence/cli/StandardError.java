package dev.valence.cli;

import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The stream for messages: to the file that the launcher names, else to the descriptor. The launcher has a filter at the descriptor, which keeps
 * out what the JVM prints at every start, and names what is behind it, because messages must not arrive after the program's end.
 */
final class StandardError {
    private static final FileOutputStream STREAM = open(System.getProperty("valence.stderr", ""));

    private StandardError() {}

    static FileOutputStream stream() {
        return STREAM;
    }

    /** Lets System.err, with what libraries print, go there too. */
    static void install() {
        System.setErr(new PrintStream(STREAM, true, StandardCharsets.UTF_8));
    }

    private static FileOutputStream open(String file) {
        if (!file.isEmpty()) {
            try {
                return new FileOutputStream(file, true);
            } catch (FileNotFoundException e) { // a terminal of another user
                return new FileOutputStream(FileDescriptor.err);
            }
        }
        return new FileOutputStream(FileDescriptor.err);
    }
}
