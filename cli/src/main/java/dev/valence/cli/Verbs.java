package dev.valence.cli;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The verbs of the program, in the order of its help. Reading the options of all of them takes longer than most of them take to run, so
 * picocli reads those of the verbs that a command line names; of the others it gets name and description, where it can need them.
 */
final class Verbs {
    private static final String COMPLETION = "completion";

    private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("quickstart", QuickstartCommand.class);
        ALL.put("pretrain", PretrainCommand.class);
        ALL.put("finetune", FinetuneCommand.class);
        ALL.put("distill", DistillCommand.class);
        ALL.put("baseline", BaselineCommand.class);
        ALL.put("evaluate", EvaluateCommand.class);
        ALL.put("predict", PredictCommand.class);
        ALL.put("compare", CompareCommand.class);
        ALL.put("reproduce", ReproduceCommand.class);
        ALL.put("study", StudyCommand.class);
        ALL.put("data", DataCommand.class);
        ALL.put("tokenizer", TokenizerCommand.class);
        ALL.put("fetch", FetchCommand.class);
        ALL.put("inspect", InspectCommand.class);
        ALL.put("import", ImportCommand.class);
        ALL.put("export", ExportCommand.class);
        ALL.put(COMPLETION, CompletionCommand.class);
    }

    private Verbs() {}

    /** Adds all verbs with all their options. */
    static void addAll(CommandLine program) {
        ALL.forEach((name, verb) -> add(program, name, verb));
    }

    /** Adds the verbs that these arguments can be for. */
    static void addNamed(CommandLine program, String... arguments) {
        Set<String> named = new HashSet<>(Arrays.asList(arguments));
        if (named.contains(COMPLETION)) { // it prints the options of all
            addAll(program);
            return;
        }
        @Nullable Class<?> only = arguments.length == 0 ? null : ALL.get(arguments[0]);
        if (only != null) {
            add(program, arguments[0], only);
            return;
        }
        ALL.forEach((name, verb) -> {
            if (named.contains(name)) {
                add(program, name, verb);
            } else {
                outline(program, name, verb);
            }
        });
    }

    private static void add(CommandLine program, String name, Class<?> verb) {
        program.addSubcommand(name, new CommandLine(verb, program.getFactory()));
    }

    private static void outline(CommandLine program, String name, Class<?> verb) {
        CommandSpec outline = CommandSpec.create().name(name);
        outline.usageMessage().description(verb.getAnnotation(Command.class).description());
        program.addSubcommand(name, outline);
    }
}
