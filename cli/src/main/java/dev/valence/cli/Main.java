package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.internal.train.DivergedException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * The program {@code valence}: exits with 0 when done, 1 when something failed, 2 on bad usage or bad input, 141 when nobody reads its
 * output any more. It implements picocli's interfaces itself, because lambdas of them keep picocli's classes out of the JVM's archive.
 */
@Command(
        name = "valence",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        description = "Trains and serves Transformer text classifiers on the JVM.",
        synopsisSubcommandLabel = "VERB")
public final class Main
        implements Runnable, IExecutionStrategy, IParameterExceptionHandler, IExecutionExceptionHandler {
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    /** As shells count a program that ended because nobody reads what it prints: 128 and the number of SIGPIPE. */
    private static final int READER_GONE = 141;

    @Option(names = "--debug", scope = ScopeType.INHERIT)
    private boolean debug;

    @Option(names = "--color", scope = ScopeType.INHERIT, paramLabel = "WHEN")
    private String color = "auto";

    private final Terminal terminal;

    private Main(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs one verb and exits with its code. */
    public static void main(String[] arguments) {
        StandardError.install();
        System.exit(run(Terminal.system(), arguments));
    }

    /** Runs one verb on a terminal and returns its exit code. */
    static int run(Terminal terminal, String... arguments) {
        Main main = new Main(terminal);
        CommandLine line = main.commandLine(program -> Verbs.addNamed(program, arguments));
        try {
            return terminal.finish(line.execute(arguments));
        } catch (OutputFailedException | Error e) { // of the last flush, or where picocli lets an error pass
            return main.failed(e);
        }
    }

    /** Understands command lines and runs none. */
    static CommandLine parser(Terminal terminal) {
        return new Main(terminal).commandLine(Verbs::addAll);
    }

    private CommandLine commandLine(Consumer<CommandLine> verbs) {
        CommandLine line = new CommandLine(this, new Commands(terminal));
        verbs.accept(line); // before the settings, which a verb takes over when it is there
        line.setExpandAtFiles(false); // a text may begin with @
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()));
        line.setParameterExceptionHandler(this);
        line.setExecutionExceptionHandler(this);
        line.setExecutionStrategy(this);
        line.setHelpFactory(Main::help); // for all verbs
        return line;
    }

    /** Help with the descriptions of options, which nothing else needs. */
    private static Help help(CommandSpec verb, Help.ColorScheme colors) {
        verb.resourceBundleBaseName(Main.class.getPackageName() + ".options");
        return new Help(verb, colors);
    }

    /** Runs the verb; what the verb itself throws comes to {@link #handleExecutionException}. */
    @Override
    public int execute(ParseResult parsed) {
        try {
            terminal.setColor(color);
            Arguments.requireDecoded(parsed.originalArgs());
            return new CommandLine.RunLast().execute(parsed);
        } catch (InputException | OutputFailedException e) { // of the options of every verb, or while help is printed
            return failed(e);
        }
    }

    @Override
    public void run() {
        terminal.out().println(commandLine(Verbs::addNamed).getUsageMessage(terminal.ansi()));
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        terminal.error(UsageMistake.describe(exception) + " (see '"
                + command.getCommandSpec().qualifiedName() + " --help')");
        return BAD_INPUT;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        return thrown instanceof DivergedException ? diverged(thrown, command) : failed(thrown);
    }

    /** Advises what the verb has options for. */
    private int diverged(Exception thrown, CommandLine command) {
        Set<String> options = command.getCommandSpec().optionsMap().keySet();
        String advice = options.contains("--learning-rate") ? "; try a lower --learning-rate" : "";
        if (options.contains("--on-nan")) {
            advice += ", or go on with --resume --on-nan skip";
        }
        if (debug) {
            terminal.trace(thrown);
        }
        terminal.error(thrown.getMessage() + advice);
        return FAILED;
    }

    private int failed(Throwable thrown) {
        if (thrown instanceof ExecutionException && thrown.getCause() instanceof Error error) {
            return failed(error); // picocli hands out no errors
        }
        if (thrown instanceof OutputFailedException output && output.readerIsGone()) {
            return READER_GONE;
        }
        if (debug) {
            terminal.trace(thrown);
        }
        String message = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        if (thrown instanceof InputException) {
            terminal.error(message);
            return BAD_INPUT;
        }
        if (thrown instanceof OutOfMemoryError) {
            message = OutOfMemory.describe(message);
        } else if (!(thrown instanceof OutputFailedException)) {
            String cause = thrown instanceof UncheckedIOException ? " (" + thrown.getCause() + ")" : "";
            message += cause + (debug ? "" : "; run again with --debug for the stack trace");
        }
        terminal.error(message);
        return FAILED;
    }
}
