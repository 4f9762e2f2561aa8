package dev.valence.cli;

import dev.valence.evaluate.MethodComparison;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.report.DataTable;
import dev.valence.internal.report.StudyTables;
import dev.valence.train.Study;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code valence study}: what pre-training is worth, with several seeds, tests and a report. */
@Command(
        name = "study",
        description = {
            "Find out what pre-training is worth: train a baseline, and for each seed a Transformer from random and one from"
                    + " pre-trained weights; compare them, and draw report.html.",
            "Shape, positions and tokenizer of both are the pre-trained model's, recipe and dropout are the same, so that"
                    + " they differ in their first weights only. Runs are scored on dev and, where it has labels, on test."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class StudyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(names = "--pretrained", required = true, paramLabel = "SOURCE")
    private @Nullable String pretrained;

    @Option(names = "--out", required = true, paramLabel = "DIR", descriptionKey = "study.out")
    private @Nullable Path out;

    @Option(names = "--seeds", paramLabel = "N")
    private int seeds = 3;

    @Mixin
    private final TrainingOptions training = new TrainingOptions();

    @Option(names = "--dropout", paramLabel = "RATE")
    private @Nullable Double dropout;

    @Mixin
    private final AidOptions aids = new AidOptions();

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    @Option(names = "--resume", descriptionKey = "study.resume")
    private boolean resume;

    @Option(names = "--json", paramLabel = "FILE", descriptionKey = "study.json")
    private @Nullable Path json;

    StudyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path directory = Options.required(out, "--out");
        Optional<Study.Result> result;
        try (Display display = new Display(terminal)) {
            Study study = Study.of(data.read(display, terminal)).seeds(seeds);
            training.applyTo(study);
            aids.applyTo(study);
            Options.set(dropout, study::dropout);
            result = study.from(Options.required(pretrained, "--pretrained"))
                    .resume(resume)
                    .command(RunDirectoryOptions.arguments(spec, training.shards()))
                    .engine(machine.engine())
                    .environment(terminal.user())
                    .listener(display)
                    .run(directory);
        }
        if (result.isEmpty()) {
            return Interruption.resumable(terminal);
        }
        List<MethodComparison> comparisons = result.get().comparisons();
        comparisons.forEach(this::print);
        printMeaning(comparisons);
        if (json != null) {
            ConfigJson.of(result.get().toJson()).write(json);
        }
        terminal.note("The report is " + directory.resolve("report.html"));
        return 0;
    }

    private void print(MethodComparison comparison) {
        terminal.printPlain("");
        terminal.heading("On " + comparison.split() + " (" + comparison.examples() + " examples)");
        for (DataTable table : List.of(
                StudyTables.methods(comparison), StudyTables.overSeeds(comparison), StudyTables.pairs(comparison))) {
            if (!table.rows().isEmpty()) {
                terminal.printPlain("");
                Table.of(table).print(terminal);
            }
        }
    }

    private void printMeaning(List<MethodComparison> comparisons) {
        terminal.printPlain("");
        StudyTables.notes(comparisons.get(0)).forEach(terminal::printPlain);
        terminal.printPlain("");
        comparisons.forEach(comparison -> terminal.heading(StudyTables.answer(comparison)));
    }
}
