package dev.valence.cli;

import dev.valence.InputException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/**
 * Where results and messages go. Results are printed to standard output; progress, notes and errors to standard error, so
 * that output can be piped. The launcher says which of the two is a terminal, because Java cannot tell on every JDK.
 */
final class Terminal {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean outIsTerminal;
    private final boolean errIsTerminal;
    private final Map<String, String> environment;
    private boolean color;

    Terminal(
            OutputStream out,
            OutputStream err,
            boolean outIsTerminal,
            boolean errIsTerminal,
            Map<String, String> environment) {
        this.out = new PrintWriter(out, true, StandardCharsets.UTF_8);
        this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
        this.outIsTerminal = outIsTerminal;
        this.errIsTerminal = errIsTerminal;
        this.environment = environment;
        this.color = wantsColor();
    }

    /** The terminal this process was started on. */
    static Terminal system() {
        return new Terminal(
                System.out,
                System.err,
                Boolean.getBoolean("valence.stdout.terminal"),
                Boolean.getBoolean("valence.stderr.terminal"),
                System.getenv());
    }

    private boolean wantsColor() {
        return outIsTerminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** Switches colour on or off: auto, always or never. */
    void setColor(String when) {
        color = switch (when) {
            case "auto" -> wantsColor();
            case "always" -> true;
            case "never" -> false;
            default -> throw new InputException("--color must be auto, always or never, found '" + when + "'");
        };
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    /** Where a progress bar draws. */
    PrintStream progress() {
        return System.err;
    }

    /** Whether progress can be drawn in place. */
    boolean interactive() {
        return errIsTerminal && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** Characters that fit on a line. */
    int columns() {
        return Integer.getInteger("valence.columns", 80);
    }

    Ansi ansi() {
        return color ? Ansi.ON : Ansi.OFF;
    }

    /** Prints a line of the result; {@code @|bold …|@} markup becomes colour or nothing. */
    void print(String line) {
        out.println(ansi().string(line));
    }

    /** Prints a line as it is. */
    void printPlain(String line) {
        out.println(line);
    }

    /** Tells of something that is not the result. */
    void note(String line) {
        err.println(line);
    }

    /** Tells why the program ends. */
    void error(String message) {
        err.println((color ? Ansi.ON : Ansi.OFF).string("@|bold,red valence:|@ ") + message);
    }

    /** The environment of this process. */
    Map<String, String> environment() {
        return environment;
    }

    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    void flush() {
        out.flush();
        err.flush();
    }
}
