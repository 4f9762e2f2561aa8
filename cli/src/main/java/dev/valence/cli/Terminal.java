package dev.valence.cli;

import dev.valence.Environment;
import dev.valence.InputException;
import dev.valence.internal.VisibleText;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * The terminal, for results and messages. Results are printed to standard output; progress, notes and errors to standard error, so
 * that output can be piped. The launcher says which of the two is a terminal, because Java cannot tell on every JDK.
 *
 * <p>All text passes {@link VisibleText} here, so that nothing foreign commands the terminal or forges a line. Results are
 * buffered until a message, {@link #flush} or {@link #finish}; where they cannot be written, {@link OutputFailedException} is
 * thrown. Messages that cannot be written stop no work, they change the exit code.
 */
final class Terminal {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean outIsTerminal;
    private final boolean errIsTerminal;
    private final Map<String, String> environment;
    private boolean color;

    private Terminal(
            OutputStream out,
            OutputStream err,
            boolean outIsTerminal,
            boolean errIsTerminal,
            Map<String, String> environment) {
        this.out = CheckedOutput.writer(out);
        this.err = new PrintWriter(err, true, StandardCharsets.UTF_8);
        this.outIsTerminal = outIsTerminal;
        this.errIsTerminal = errIsTerminal;
        this.environment = environment;
        this.color = wantsColor();
    }

    /** The terminal this process was started on; not System.out, which swallows what goes wrong. */
    static Terminal system() {
        return new Terminal(
                new FileOutputStream(FileDescriptor.out),
                StandardError.stream(),
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

    /** For what picocli and this program write themselves: help, versions, scripts. */
    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    /** Where a progress bar draws. */
    PrintStream progress() {
        out.flush();
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

    /** Prints a line of the program's own words and figures; {@code @|bold …|@} markup becomes colour or nothing. */
    void print(String line) {
        out.println(ansi().string(VisibleText.line(line)));
    }

    /** Prints a line as it is. */
    void printPlain(String line) {
        out.println(VisibleText.line(line));
    }

    /** Prints a line in bold letters. */
    void heading(String line) {
        String text = VisibleText.line(line);
        out.println(color ? Style.bold.on() + text + Style.reset.on() : text);
    }

    /** Prints lines that are laid out already, from tables whose cells {@link VisibleText} went over. */
    void printLines(String block) {
        block.stripTrailing().lines().forEach(this::printPlain);
    }

    /** Prints a row of tab-separated cells. */
    void printRow(String... cells) {
        out.println(Arrays.stream(cells).map(VisibleText::cell).collect(Collectors.joining("\t")));
    }

    /** Tells of something that is not the result. */
    void note(String line) {
        out.flush();
        err.println(VisibleText.line(line));
    }

    /** Tells why the program ends. */
    void error(String message) {
        err.println((color ? Ansi.ON : Ansi.OFF).string("@|bold,red valence:|@ ") + VisibleText.line(message));
    }

    /** Prints a stack trace. */
    void trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        trace.toString()
                .lines()
                .forEach(line -> err.println(VisibleText.line(line).replaceFirst("^\\\\t", "\t")));
    }

    /** The folders and variables of who started this process. */
    Environment user() {
        return Environment.of(environment);
    }

    /** Writes the results so far. */
    void flush() {
        out.flush();
    }

    /** Writes what is left and returns the exit code, which is another where messages were lost. */
    int finish(int code) {
        out.flush();
        return err.checkError() && code == 0 ? Main.FAILED : code;
    }
}
