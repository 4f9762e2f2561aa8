package dev.valence.cli;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The verbs of the program, in the order of its help. picocli takes longer to read the options of all of them than most of them take to
 * run, so it reads those that a command line names; of the others it gets name and description.
 */
final class Verbs {
    private static final List<Class<?>> ALL = List.of(
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
            ExportCommand.class,
            CompletionCommand.class);

    private Verbs() {}

    /** Adds all verbs with all their options. */
    static void addAll(CommandLine program) {
        ALL.forEach(verb -> add(program, verb));
    }

    /** Adds the verbs that these arguments name with their options, and the others without. */
    static void addNamed(CommandLine program, String... arguments) {
        Set<String> named = new HashSet<>(Arrays.asList(arguments));
        for (Class<?> verb : ALL) {
            Command command = verb.getAnnotation(Command.class);
            // completion prints what all verbs take
            if (named.contains(command.name()) || named.contains(CompletionCommand.NAME)) {
                add(program, verb);
            } else {
                CommandSpec outline = CommandSpec.create().name(command.name());
                outline.usageMessage().description(command.description());
                program.addSubcommand(outline.name(), outline);
            }
        }
    }

    private static void add(CommandLine program, Class<?> verb) {
        program.addSubcommand(new CommandLine(verb, program.getFactory()));
    }
}
