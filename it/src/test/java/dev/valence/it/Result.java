package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * How a process ended.
 *
 * @param exitCode its exit code
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
record Result(int exitCode, String output, String errors) {
    private static final String JVM_WARNING = "WARNING: Using incubator modules";

    /** The same, once it is sure that the program did what it was asked to. */
    Result succeeded() {
        assertThat(exitCode).as("exit code; standard error: %s", errors).isZero();
        return this;
    }

    /** Lines of standard error but for the one that the JVM itself writes. */
    List<String> messages() {
        return errors.lines().filter(line -> !line.startsWith(JVM_WARNING)).toList();
    }

    /** Lines of standard output. */
    List<String> outputLines() {
        return output.lines().toList();
    }
}
