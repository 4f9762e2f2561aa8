package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.train.DivergedException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The program {@code valence}: exits with 0 when done, 1 when something failed, 2 on bad usage or bad input. */
@Command(
        name = "valence",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Trains and serves Transformer text classifiers on the JVM.",
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            QuickstartCommand.class,
            PretrainCommand.class,
            FinetuneCommand.class,
            DistillCommand.class,
            BaselineCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            CompareCommand.class,
            ReproduceCommand.class,
            StudyCommand.class,
            DataCommand.class,
            TokenizerCommand.class,
            FetchCommand.class,
            InspectCommand.class,
            ImportCommand.class,
            ExportCommand.class
        })
public final class Main implements Runnable {
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "print stack traces")
    private boolean debug;

    @Option(
            names = "--color",
            scope = ScopeType.INHERIT,
            paramLabel = "WHEN",
            description = "auto, always or never; auto also looks at NO_COLOR (default: auto)")
    private String color = "auto";

    private final Terminal terminal;

    private Main(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Runs one verb and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(run(Terminal.system(), arguments));
    }

    /** Runs one verb on a terminal and returns its exit code. */
    static int run(Terminal terminal, String... arguments) {
        Main main = new Main(terminal);
        CommandLine line = parser(main);
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.ansi()));
        line.setParameterExceptionHandler((exception, args) -> main.badUsage(exception));
        line.setExecutionExceptionHandler((exception, command, parsed) -> main.failed(exception));
        line.setExecutionStrategy(parsed -> {
            main.applyColor(line);
            return new CommandLine.RunLast().execute(parsed);
        });
        try {
            return line.execute(arguments);
        } finally {
            terminal.flush();
        }
    }

    /** Understands command lines and runs none. */
    static CommandLine parser(Terminal terminal) {
        return parser(new Main(terminal));
    }

    private static CommandLine parser(Main main) {
        return new CommandLine(main, new Commands(main.terminal))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false); // a text that starts with @ is a text
    }

    private void applyColor(CommandLine line) {
        try {
            terminal.setColor(color);
        } catch (InputException e) {
            throw new ParameterException(line, e.getMessage(), e);
        }
    }

    @Override
    public void run() {
        terminal.out().println(new CommandLine(this, new Commands(terminal)).getUsageMessage(terminal.ansi()));
    }

    private int badUsage(ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        terminal.error(
                exception.getMessage() + " (see '" + command.getCommandSpec().qualifiedName() + " --help')");
        return BAD_INPUT;
    }

    private int failed(Exception exception) {
        if (debug) {
            exception.printStackTrace(terminal.err());
        }
        String message = exception.getMessage() == null ? exception.toString() : exception.getMessage();
        if (exception instanceof InputException) {
            terminal.error(message);
            return BAD_INPUT;
        }
        if (exception instanceof DivergedException) {
            terminal.error(message + "; try a lower --learning-rate, or go on with --resume --on-nan skip");
            return FAILED;
        }
        String cause = exception instanceof UncheckedIOException ? " (" + exception.getCause() + ")" : "";
        terminal.error(message + cause + (debug ? "" : "; run again with --debug for the stack trace"));
        return FAILED;
    }
}
