package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.data.Dataset;
import dev.valence.evaluate.MethodComparison;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.report.DataTable;
import dev.valence.internal.report.StudyReport;
import dev.valence.internal.report.StudyTables;
import dev.valence.internal.train.TrainingConfig;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private static final int SEEDS = 3;
    private static final int MOST_SEEDS = 1000;

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(
            names = "--pretrained",
            required = true,
            paramLabel = "SOURCE",
            description = {
                "the model or run whose encoder is fine-tuned, as pretrain makes it, or hf:ORG/NAME[@REVISION], or",
                "maven:GROUP:ARTIFACT:VERSION"
            })
    private @Nullable String pretrained;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "where the runs go, as baseline, random-1, pretrained-1, ..., and report.html")
    private @Nullable Path out;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "runs of each kind, with seeds from --seed upwards (default: ${DEFAULT-VALUE})")
    private int seeds = SEEDS;

    @Mixin
    private final TrainingOptions training = new TrainingOptions();

    @Option(
            names = "--dropout",
            paramLabel = "RATE",
            description = "share of elements dropped in training, for both (default: 0.4; with --preset tutorial: 0.1)")
    private @Nullable Float dropout;

    @Mixin
    private final AidOptions aids = new AidOptions();

    @Mixin
    private final MachineOptions machine = new MachineOptions();

    @Option(
            names = "--resume",
            description =
                    "go on with the study in DIR, or begin where there is none: finished runs are kept, an unfinished one"
                            + " resumes; --seeds may be another")
    private boolean resume;

    @Option(names = "--json", paramLabel = "FILE", description = "write all figures to FILE")
    private @Nullable Path json;

    StudyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new InputException("--seeds must be in [1, " + MOST_SEEDS + "], found " + seeds);
        }
        Path directory = Options.required(out, "--out");
        Initialization start = Initialization.of(
                terminal, Options.required(pretrained, "--pretrained"), false, Initialization.Taken.WEIGHTS);
        TrainingConfig config = start.recipe(terminal, training).withAids(aids.aids());
        Dataset dataset = data.readWithDev(terminal, config.seed());
        Study.Plan plan =
                new Study.Plan(directory, resume, data.source(), dataset, start, config, training.tutorial(), seeds);
        Study study = new Study(terminal, plan, EncoderOptions.ofDropout(dropout), machine);
        Map<String, Object> common = study.inCommon();
        study.begin(common);
        if (!study.run()) {
            return Interruption.resumable(terminal);
        }
        List<MethodComparison> comparisons = study.comparisons();
        comparisons.forEach(this::print);
        printMeaning(comparisons);
        writeJson(comparisons, common);
        Path page = directory.resolve("report.html");
        report(study, comparisons, common, config).write(page);
        terminal.note("The report is " + page);
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

    private void writeJson(List<MethodComparison> comparisons, Map<String, Object> common) {
        if (json != null) {
            Map<String, Object> all = new LinkedHashMap<>(common);
            all.put("seeds", seeds);
            Map<String, Object> splits = new LinkedHashMap<>();
            comparisons.forEach(comparison -> splits.put(comparison.split(), comparison.toJson()));
            all.put("splits", splits);
            ConfigJson.of(all).write(json);
        }
    }

    private StudyReport report(
            Study study, List<MethodComparison> comparisons, Map<String, Object> common, TrainingConfig config) {
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("seeds", config.seed() + " to " + (config.seed() + seeds - 1));
        recipe.putAll(config.toMap());
        recipe.remove("seed");
        recipe.put("model", common.getOrDefault("model", Map.of()));
        Map<String, Object> provenance = new LinkedHashMap<>(common);
        provenance.remove("training");
        provenance.remove("model");
        provenance.put("java", System.getProperty("java.version"));
        provenance.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        return new StudyReport(
                comparisons,
                study.curves(),
                recipe,
                provenance,
                List.of(ShellCommand.of(ShellCommand.arguments(spec, config.shards()))));
    }
}
