package dev.valence.train;

import dev.valence.InputException;
import dev.valence.data.Dataset;
import dev.valence.evaluate.MethodComparison;
import dev.valence.internal.report.ShellCommand;
import dev.valence.internal.report.StudyReport;
import dev.valence.internal.train.TrainingConfig;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A study of what pre-training is worth: a baseline, and for each seed a run from random and one from pre-trained weights
 * that differ in nothing else, compared on dev and, where it has labels, on test.
 *
 * <pre>{@code
 * Study.of(dataset).from("runs/encoder").seeds(5).run(Path.of("runs/study"))
 *         .ifPresent(result -> result.comparisons().get(0).rows());
 * }</pre>
 *
 * <p>Shape and tokenizer are those of the model given to {@link #from(String)}. Not thread-safe.
 */
public final class Study extends ClassifierRecipe<Study> {
    private static final int SEEDS = 3;
    private static final int MOST_SEEDS = 1000;

    private final Dataset dataset;
    private int seeds = SEEDS;

    private Study(Dataset dataset) {
        this.dataset = dataset;
    }

    /** A study on a dataset; without a dev split a tenth of train is held out. */
    public static Study of(Dataset dataset) {
        return new Study(dataset);
    }

    @Override
    Study self() {
        return this;
    }

    /** Sets the runs of each kind, with seeds from {@link #seed} upwards (default: 3). */
    public Study seeds(int runs) {
        if (runs < 1 || runs > MOST_SEEDS) {
            throw new InputException("--seeds must be in [1, " + MOST_SEEDS + "], found " + runs);
        }
        seeds = runs;
        return this;
    }

    /**
     * The figures of a study.
     *
     * @param comparisons one for each split
     * @param toJson what the runs have in common, and all figures, as JSON has them
     */
    public record Result(List<MethodComparison> comparisons, Map<String, Object> toJson) {}

    /**
     * Trains every run that is not finished, compares them, and writes {@code report.html}.
     *
     * @param out the directory of the study; new, empty, or one to be resumed
     * @return the figures, or nothing if the listener stopped the study, which can be resumed
     * @throws InputException if an option, the data, the model or the directory is not as required
     * @throws java.io.UncheckedIOException if something cannot be saved
     */
    public Optional<Result> run(Path out) {
        Initialization pretrained = initialization();
        if (pretrained == null) {
            throw new InputException("required a pre-trained model, found none; name one with --pretrained");
        }
        TrainingConfig config = config(pretrained);
        Dataset split = dataset.withDev(config.seed(), listener);
        RunStart start = start(out);
        StudyDirectory directory = new StudyDirectory(this, start, split, pretrained, config, seeds);
        Map<String, Object> common = directory.inCommon();
        directory.begin(common);
        if (!directory.run()) {
            return Optional.empty();
        }
        List<MethodComparison> comparisons = directory.comparisons();
        report(directory, comparisons, common, config, start.command()).write(out.resolve(BestModel.REPORT));
        Map<String, Object> json = new LinkedHashMap<>(common);
        json.put("seeds", seeds);
        Map<String, Object> splits = new LinkedHashMap<>();
        comparisons.forEach(comparison -> splits.put(comparison.split(), comparison.toJson()));
        json.put("splits", splits);
        return Optional.of(new Result(comparisons, json));
    }

    private StudyReport report(
            StudyDirectory directory,
            List<MethodComparison> comparisons,
            Map<String, Object> common,
            TrainingConfig config,
            List<String> command) {
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
                directory.curves(),
                recipe,
                provenance,
                command.isEmpty() ? List.of() : List.of(ShellCommand.of(command)));
    }
}
