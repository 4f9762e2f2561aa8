package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.report.ShellCommand;
import dev.valence.internal.transformer.SavedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** {@code valence reproduce}: makes a model again from what it says of itself, and compares the weights. */
@Command(
        name = "reproduce",
        description = {
            "Make a model again: repeat the run that its provenance.json tells of, and compare the hash of the weights.",
            "The command is shown before it runs. Paths that the run was given are looked for from here and read; nothing is"
                    + " written but below --out."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReproduceCommand implements Callable<Integer> {
    /** What can be repeated. */
    private static final List<String> VERBS = List.of("finetune", "pretrain", "distill");

    private static final String OUT = "--out";
    private static final String JSON = "--json";
    /** Options that a repeated run must not have. */
    private static final List<String> WITHOUT = List.of(JSON, "--resume", "--force-resume");

    private static final String WEIGHTS = "model.safetensors";
    private static final String COMMAND = "command";
    private static final String INITIALIZATION = "initialization";
    private static final String FROM = "from";
    /** What may differ between a run and its repetition. */
    private static final Set<String> CIRCUMSTANCES = Set.of(COMMAND, "seconds", "validation", "classes", "forced");

    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", descriptionKey = "reproduce.dir")
    private @Nullable Path model;

    @Option(names = "--out", required = true, paramLabel = "DIR", descriptionKey = "reproduce.out")
    private @Nullable Path out;

    ReproduceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path first = SavedModel.directory(Options.required(model, "DIR"));
        Path run = Options.required(out, "--out");
        DirectoryCommit.verify(first);
        ConfigJson made = ConfigJson.read(first.resolve("provenance.json"));
        List<String> command = command(first, made, run);
        requireTraining(first, command, run);
        terminal.note("Repeating: " + ShellCommand.of(command));
        int code = Main.run(terminal, command.toArray(String[]::new));
        if (code != 0) {
            return code;
        }
        Path second = run.resolve("best");
        String before = DirectoryCommit.sha256(first, WEIGHTS);
        String after = DirectoryCommit.sha256(second, WEIGHTS);
        terminal.printPlain("");
        terminal.printPlain("weights of " + first + ": " + before);
        terminal.printPlain("weights of " + second + ": " + after);
        if (before.equals(after)) {
            terminal.print("@|bold,green the same|@");
            return 0;
        }
        terminal.print("@|bold,red others|@");
        differences(made, ConfigJson.read(second.resolve("provenance.json"))).forEach(terminal::printPlain);
        return Main.FAILED;
    }

    /**
     * Makes sure that a command, which a stranger may have written, does nothing but train and write below a directory. It is
     * judged as it will be understood when it runs.
     */
    private void requireTraining(Path directory, List<String> command, Path out) {
        String required =
                directory + ": required a command of " + String.join(", ", VERBS) + " in provenance.json, found ";
        String advice = "; look at that file before you trust it";
        ParseResult verb;
        try {
            verb = Main.parser(terminal)
                    .parseArgs(command.toArray(String[]::new))
                    .subcommand();
        } catch (ParameterException e) {
            throw new InputException(required + "one that is not understood (" + e.getMessage() + ")" + advice, e);
        }
        if (verb == null || !VERBS.contains(verb.commandSpec().name())) {
            throw new InputException(required + ShellCommand.of(command) + advice);
        }
        if (verb.isUsageHelpRequested() || verb.isVersionHelpRequested()) {
            throw new InputException(required + "one that only prints help" + advice);
        }
        boolean elsewhere = WITHOUT.stream().anyMatch(verb::hasMatchedOption);
        if (elsewhere || !out.equals(verb.matchedOptionValue(OUT, null))) {
            throw new InputException(
                    required + "one that goes on with another run or writes elsewhere than below " + out + advice);
        }
    }

    /** The command of the run, with another place for what it makes. */
    private static List<String> command(Path directory, ConfigJson made, Path out) {
        if (!made.has(COMMAND) || made.strings(COMMAND).isEmpty()) {
            throw new InputException(
                    directory + ": required a model that finetune, distill or pretrain made, found none whose"
                            + " provenance.json has the command; make it again yourself");
        }
        if (made.has("exported")) {
            throw new InputException(directory + ": required the model of a run, found one that was exported from "
                    + made.object("exported").string("from") + "; reproduce that");
        }
        if (made.object("training").number("minutes", 0, Double.MAX_VALUE) > 0) {
            throw new InputException(directory + ": required a run limited by epochs or steps, found one limited by"
                    + " minutes, which goes as far as the machine is fast; it cannot be repeated exactly");
        }
        if (!made.strings("forced").isEmpty()) {
            throw new InputException(directory + ": required a run of one piece, found one that was resumed by force: "
                    + String.join(", ", made.strings("forced")) + "; it cannot be repeated");
        }
        List<String> command = without(List.of(OUT, JSON), made.strings(COMMAND));
        ConfigJson start = made.has(INITIALIZATION) ? made.object(INITIALIZATION) : ConfigJson.of(Map.of());
        if (start.has(FROM) && start.string(FROM).startsWith("hf:")) {
            String option =
                    command.stream().anyMatch(argument -> argument.startsWith("--student")) ? "--student" : "--init";
            command = without(List.of(option), command);
            command.addAll(List.of(option, start.string(FROM))); // at its commit
        }
        command.addAll(List.of(OUT, out.toString()));
        return command;
    }

    /** A command without some options and their values. */
    private static List<String> without(List<String> options, List<String> command) {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < command.size(); i++) {
            String argument = command.get(i);
            if (options.contains(argument)) {
                i++; // its value
            } else if (options.stream().noneMatch(option -> argument.startsWith(option + "="))) {
                rest.add(argument);
            }
        }
        return rest;
    }

    /** In what the two runs differ, which may be why their weights do. */
    private static List<String> differences(ConfigJson first, ConfigJson second) {
        Set<String> names = new LinkedHashSet<>(first.values().keySet());
        names.addAll(second.values().keySet());
        List<String> differences = new ArrayList<>();
        Map<String, @Nullable Object> before = first.values();
        Map<String, @Nullable Object> after = second.values();
        for (String name : names) {
            if (!CIRCUMSTANCES.contains(name) && !Objects.equals(before.get(name), after.get(name))) {
                differences.add(name + ": " + before.get(name) + ", now " + after.get(name));
            }
        }
        int bestBefore = first.object("validation").integer("step", 0, Integer.MAX_VALUE);
        int bestAfter = second.object("validation").integer("step", 0, Integer.MAX_VALUE);
        if (bestBefore != bestAfter) {
            differences.add("the best model came after step " + bestBefore + ", now after step " + bestAfter
                    + "; a run that was interrupted has not seen all of its models");
        }
        return differences;
    }
}
