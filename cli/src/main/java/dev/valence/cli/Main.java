package dev.valence.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program {@code valence}. */
@Command(
        name = "valence",
        version = "valence 0.1.0",
        mixinStandardHelpOptions = true,
        description = "Trains and serves Transformer text classifiers on the JVM.")
public final class Main {
    private Main() {}

    /** Runs one verb and exits with its code: 0 done, 1 failed, 2 bad usage or bad input. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
