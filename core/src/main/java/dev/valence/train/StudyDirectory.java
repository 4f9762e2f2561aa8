package dev.valence.train;

import dev.valence.InputException;
import dev.valence.data.Dataset;
import dev.valence.data.Split;
import dev.valence.evaluate.Method;
import dev.valence.evaluate.MethodComparison;
import dev.valence.internal.Version;
import dev.valence.internal.baseline.TfidfClassifier;
import dev.valence.internal.files.ExampleDigest;
import dev.valence.internal.files.WholeFile;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.report.LearningCurves;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.transformer.TransformerClassifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A baseline, and for each seed a run from random and one from pre-trained weights, which differ in nothing else. They
 * stand next to each other in one directory; {@code study.json} there says what they have in common.
 */
final class StudyDirectory {
    private final Study study;
    private final Path out;
    private final boolean resume;
    private final Dataset dataset;
    private final Initialization pretrained;
    private final TrainingConfig config;
    private final int seeds;

    /**
     * @param study shape, engine, environment and listener
     * @param start the study's directory, and whether it goes on
     * @param dataset with a dev split
     * @param pretrained the model to start from, and the shape of those that start from random weights
     * @param config hyper-parameters of the first run of each kind; later ones have later seeds
     * @param seeds runs of each kind
     */
    StudyDirectory(
            Study study, RunStart start, Dataset dataset, Initialization pretrained, TrainingConfig config, int seeds) {
        this.study = study;
        this.out = start.out();
        this.resume = start.resume();
        this.dataset = dataset;
        this.pretrained = pretrained;
        this.config = config;
        this.seeds = seeds;
    }

    /** What is scored: dev, by which the best models are chosen, and test where its labels are known. */
    private List<Split> scored() {
        return Stream.concat(
                        dataset.dev().stream().map(Split::requireLabelled),
                        dataset.test().stream().filter(Split::labelled))
                .toList();
    }

    /** What all runs have in common: data, pre-trained model, recipe. */
    Map<String, Object> inCommon() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("from", dataset.source());
        List<Split> splits = new ArrayList<>(List.of(dataset.train().requireLabelled()));
        splits.addAll(scored());
        for (Split split : splits) {
            data.put(split.name() + "_examples", split.size());
            data.put(split.name() + "_sha256", ExampleDigest.of(dataset.labels(), split.examples()));
        }
        Map<String, Object> common = new LinkedHashMap<>();
        common.put("made_by", "valence " + Version.number());
        common.put("data", data);
        common.put("pretrained", initialization(Initialization.Taken.WEIGHTS).provenance());
        try (TransformerClassifier model = classifier(Initialization.Taken.SHAPE)) {
            common.put("tokenizer_hash", model.tokenizer().contentHash());
            common.put("kernels", model.model().backend().name());
            common.put("model", model.configuration());
        }
        common.put("training", config.toMap());
        return ConfigJson.of(common).values();
    }

    private TransformerClassifier classifier(Initialization.Taken taken) {
        Float dropout = study.shape.dropout(pretrained.family(), study.hyperparameters.tutorial());
        return initialization(taken)
                .classifier(
                        dataset.labels(),
                        dropout,
                        config.seed(),
                        study.backend(),
                        study.engine.threads(),
                        study.listener);
    }

    /** Makes sure that no other work is lost, and that a study goes on with what it was begun with, where it was begun. */
    void begin(Map<String, Object> common) {
        Path file = out.resolve("study.json");
        if (!resume || !Files.exists(file)) {
            requireUnused();
            try {
                Files.createDirectories(out);
            } catch (IOException e) {
                throw new InputException(
                        out + ": required a directory that can be written, found none; choose another", e);
            }
            ConfigJson.of(common).write(file);
            return;
        }
        Map<String, ?> before = ConfigJson.read(file).values();
        List<String> other = common.keySet().stream()
                .filter(key -> !Objects.equals(before.get(key), common.get(key)))
                .toList();
        if (!other.isEmpty()) {
            throw new InputException(out + ": required the data, model and options the study was begun with,"
                    + " found other values of " + String.join(", ", other) + " (see study.json); use the same, or start"
                    + " anew in another directory");
        }
    }

    private void requireUnused() {
        if (!Files.isDirectory(out)) {
            return;
        }
        WholeFile.sweep(out);
        try (Stream<Path> entries = Files.list(out)) {
            if (entries.findAny().isPresent()) {
                throw new InputException(out
                        + (resume
                                ? ": required the directory of a study or a new one, found other files in it; choose"
                                        + " another --out"
                                : ": required a new directory, found files in it; choose another --out, remove it,"
                                        + " or go on with --resume"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + out, e);
        }
    }

    /** Does every run that is not finished; false where it was interrupted. */
    boolean run() {
        StudyRun baseline = baseline();
        if (!baseline.finished()) {
            announce(baseline);
            long start = System.nanoTime();
            TfidfClassifier classifier =
                    Baseline.of(dataset).listener(study.listener).train();
            double seconds = (System.nanoTime() - start) / 1e9;
            classifier.replace(baseline.directory()); // one that was stopped before it was finished
            baseline.finish(classifier, scored(), seconds);
        }
        for (int i = 0; i < seeds; i++) {
            // in turn, so that a machine that gets slower gets slower for both
            for (Initialization.Taken taken : List.of(Initialization.Taken.SHAPE, Initialization.Taken.WEIGHTS)) {
                StudyRun run = run(taken, i);
                if (!run.finished() && !train(run, taken)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean train(StudyRun run, Initialization.Taken taken) {
        announce(run);
        RunStart start = RunStart.in(run.directory(), Files.exists(run.directory()));
        TrainingConfig seeded = config.withSeed(Objects.requireNonNull(run.seed()));
        Run trained = new ClassifierTraining(study, start, dataset, seeded, initialization(taken), null).train();
        if (trained.interrupted()) {
            return false;
        }
        try (TransformerClassifier best =
                TransformerClassifier.open(trained.model(), study.backend(), study.engine.threads())) {
            run.finish(best, scored(), trained.duration().toNanos() / 1e9);
        }
        return true;
    }

    private void announce(StudyRun run) {
        study.listener.note("");
        study.listener.note(run.name() + (run.seed() == null ? "" : ", seed " + run.seed()));
    }

    private Initialization initialization(Initialization.Taken taken) {
        return pretrained.taking(taken);
    }

    private StudyRun baseline() {
        return new StudyRun(out.resolve("baseline"), null);
    }

    private StudyRun run(Initialization.Taken taken, int index) {
        String name =
                switch (taken) {
                    case SHAPE -> "random-";
                    case WEIGHTS -> "pretrained-";
                };
        return new StudyRun(out.resolve(name + (index + 1)), config.seed() + index);
    }

    private List<StudyRun> runs(Initialization.Taken taken) {
        return IntStream.range(0, seeds).mapToObj(i -> run(taken, i)).toList();
    }

    /** The finished runs, compared on each split. */
    List<MethodComparison> comparisons() {
        return scored().stream()
                .map(split -> MethodComparison.of(
                        split.name(),
                        List.of(
                                method("TF-IDF + logistic regression", List.of(baseline()), split),
                                method("random weights", runs(Initialization.Taken.SHAPE), split),
                                method("pre-trained weights", runs(Initialization.Taken.WEIGHTS), split))))
                .toList();
    }

    private static Method method(String name, List<StudyRun> runs, Split split) {
        return new Method(
                name, runs.stream().map(run -> run.scored(split.name())).toList());
    }

    /** How the Transformers learned, by name of the run. */
    Map<String, LearningCurves> curves() {
        Map<String, LearningCurves> curves = new LinkedHashMap<>();
        for (Initialization.Taken taken : Initialization.Taken.values()) {
            for (StudyRun run : runs(taken)) {
                curves.put(run.name(), LearningCurves.read(run.directory().resolve("metrics.jsonl")));
            }
        }
        return curves;
    }
}
