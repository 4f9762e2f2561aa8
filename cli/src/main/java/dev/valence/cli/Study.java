package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.data.Dataset;
import dev.valence.data.Split;
import dev.valence.evaluate.ExampleDigest;
import dev.valence.evaluate.Method;
import dev.valence.evaluate.MethodComparison;
import dev.valence.internal.baseline.TfidfClassifier;
import dev.valence.internal.files.WholeFile;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.report.LearningCurves;
import dev.valence.internal.train.Training;
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
final class Study {
    /**
     * What is studied.
     *
     * @param out the study's directory
     * @param resume whether it goes on, or begins where there is none
     * @param source what the data was called on the command line
     * @param dataset with a dev split
     * @param pretrained the model to start from, and the shape of those that start from random weights
     * @param config hyper-parameters of the first run of each kind; later ones have later seeds
     * @param tutorial whether the tutorial's preset was chosen
     * @param seeds runs of each kind
     */
    record Plan(
            Path out,
            boolean resume,
            String source,
            Dataset dataset,
            Initialization pretrained,
            TrainingConfig config,
            boolean tutorial,
            int seeds) {
        /** What is scored: dev, by which the best models are chosen, and test where its labels are known. */
        List<Split> scored() {
            return Stream.concat(
                            dataset.dev().stream().map(Split::requireLabelled),
                            dataset.test().stream().filter(Split::labelled))
                    .toList();
        }
    }

    private final Terminal terminal;
    private final Plan plan;
    private final EncoderOptions encoder;
    private final MachineOptions machine;

    Study(Terminal terminal, Plan plan, EncoderOptions encoder, MachineOptions machine) {
        this.terminal = terminal;
        this.plan = plan;
        this.encoder = encoder;
        this.machine = machine;
    }

    /** What all runs have in common: data, pre-trained model, recipe. */
    Map<String, Object> inCommon() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("from", plan.source());
        List<Split> splits = new ArrayList<>(List.of(plan.dataset().train().requireLabelled()));
        splits.addAll(plan.scored());
        for (Split split : splits) {
            data.put(split.name() + "_examples", split.size());
            data.put(split.name() + "_sha256", ExampleDigest.of(plan.dataset().labels(), split.examples()));
        }
        Map<String, Object> common = new LinkedHashMap<>();
        common.put("made_by", "valence " + Version.number());
        common.put("data", data);
        common.put("pretrained", initialization(Initialization.Taken.WEIGHTS).provenance());
        try (TransformerClassifier model = initialization(Initialization.Taken.SHAPE)
                .classifier(
                        terminal,
                        plan.dataset().labels(),
                        encoder.dropout(plan.pretrained().family(), plan.tutorial()),
                        plan.config().seed(),
                        machine)) {
            common.put("tokenizer_hash", model.tokenizer().contentHash());
            common.put("kernels", model.model().backend().name());
            common.put("model", model.configuration());
        }
        common.put("training", plan.config().toMap());
        return ConfigJson.of(common).values();
    }

    /** Makes sure that no other work is lost, and that a study goes on with what it was begun with, where it was begun. */
    void begin(Map<String, Object> common) {
        Path file = plan.out().resolve("study.json");
        if (!plan.resume() || !Files.exists(file)) {
            requireUnused();
            try {
                Files.createDirectories(plan.out());
            } catch (IOException e) {
                throw new InputException(
                        plan.out() + ": required a directory that can be written, found none; choose another", e);
            }
            ConfigJson.of(common).write(file);
            return;
        }
        Map<String, ?> before = ConfigJson.read(file).values();
        List<String> other = common.keySet().stream()
                .filter(key -> !Objects.equals(before.get(key), common.get(key)))
                .toList();
        if (!other.isEmpty()) {
            throw new InputException(plan.out() + ": required the data, model and options the study was begun with,"
                    + " found other values of " + String.join(", ", other) + " (see study.json); use the same, or start"
                    + " anew in another directory");
        }
    }

    private void requireUnused() {
        if (!Files.isDirectory(plan.out())) {
            return;
        }
        WholeFile.sweep(plan.out());
        try (Stream<Path> entries = Files.list(plan.out())) {
            if (entries.findAny().isPresent()) {
                throw new InputException(plan.out()
                        + (plan.resume()
                                ? ": required the directory of a study or a new one, found other files in it; choose"
                                        + " another --out"
                                : ": required a new directory, found files in it; choose another --out, remove it,"
                                        + " or go on with --resume"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + plan.out(), e);
        }
    }

    /** Does every run that is not finished; false where it was interrupted. */
    boolean run() {
        StudyRun baseline = baseline();
        if (!baseline.finished()) {
            tell(baseline);
            long start = System.nanoTime();
            TfidfClassifier classifier =
                    new BaselineRun(terminal).train(plan.dataset(), BaselineRun.MAXIMUM_FEATURES, false);
            double seconds = (System.nanoTime() - start) / 1e9;
            classifier.replace(baseline.directory()); // one that was stopped before it was finished
            baseline.finish(classifier, plan.scored(), seconds);
        }
        for (int i = 0; i < plan.seeds(); i++) {
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
        tell(run);
        TrainingRun.Plan training = new TrainingRun.Plan(
                DisplayedTraining.Start.in(run.directory(), Files.exists(run.directory())),
                plan.source(),
                plan.dataset(),
                plan.config().withSeed(Objects.requireNonNull(run.seed())),
                plan.tutorial(),
                initialization(taken));
        Training.Outcome outcome = new TrainingRun(terminal, training, encoder, machine).train();
        if (outcome.end() == Training.End.INTERRUPTED) {
            return false;
        }
        try (TransformerClassifier best =
                TransformerClassifier.open(run.directory().resolve("best"), machine.backend(), machine.threads())) {
            run.finish(best, plan.scored(), outcome.seconds());
        }
        return true;
    }

    private void tell(StudyRun run) {
        terminal.note("");
        terminal.note(run.name() + (run.seed() == null ? "" : ", seed " + run.seed()));
    }

    private Initialization initialization(Initialization.Taken taken) {
        return plan.pretrained().taking(taken);
    }

    private StudyRun baseline() {
        return new StudyRun(plan.out().resolve("baseline"), null);
    }

    private StudyRun run(Initialization.Taken taken, int index) {
        String name =
                switch (taken) {
                    case SHAPE -> "random-";
                    case WEIGHTS -> "pretrained-";
                };
        return new StudyRun(
                plan.out().resolve(name + (index + 1)), plan.config().seed() + index);
    }

    private List<StudyRun> runs(Initialization.Taken taken) {
        return IntStream.range(0, plan.seeds()).mapToObj(i -> run(taken, i)).toList();
    }

    /** The finished runs, compared on each split. */
    List<MethodComparison> comparisons() {
        return plan.scored().stream()
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
