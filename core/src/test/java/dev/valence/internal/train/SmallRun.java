package dev.valence.internal.train;

import dev.valence.internal.files.DirectoryLock;
import dev.valence.internal.train.TrainingConfig.Batching;
import dev.valence.internal.train.TrainingConfig.Optimization;
import dev.valence.internal.train.TrainingConfig.Selection;
import dev.valence.internal.transformer.SmallClassifier;
import dev.valence.internal.transformer.TransformerClassifier;
import dev.valence.train.Metric;
import dev.valence.train.Schedule;
import dev.valence.train.TrainingListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * A run of {@link SmallClassifier} in a directory.
 *
 * @param root its directory
 * @param epochs of 17 batches of 13 of 211 texts, the last one smaller
 * @param patience evaluations without a better one before it stops, or 0
 * @param safeguards what protects it
 * @param provenance what it is said to depend on
 * @param aids what it is helped by
 */
record SmallRun(
        Path root, int epochs, int patience, Safeguards safeguards, Map<String, Object> provenance, TrainingAids aids) {
    static final int BATCHES = 17;

    SmallRun(Path root, int epochs, int patience, Safeguards safeguards, Map<String, Object> provenance) {
        this(root, epochs, patience, safeguards, provenance, TrainingAids.NONE);
    }

    SmallRun with(TrainingAids others) {
        return new SmallRun(root, epochs, patience, safeguards, provenance, others);
    }

    SmallRun with(Safeguards others) {
        return new SmallRun(root, epochs, patience, others, provenance, aids);
    }

    SmallRun withProvenance(Map<String, Object> other) {
        return new SmallRun(root, epochs, patience, safeguards, other, aids);
    }

    TrainingConfig config() {
        return new TrainingConfig(
                TrainingConfig.Budget.ofEpochs(epochs),
                new Batching(13, 0, false),
                new Optimization(3e-3, Schedule.LINEAR, 0.1, 1, 0.01),
                new Selection(10, Metric.ACCURACY, patience),
                aids,
                5,
                2);
    }

    /** How a run goes on; {@link #ANEW} for one that does not. */
    enum Resume {
        ANEW,
        RESUMED,
        FORCED
    }

    Training.Outcome train(Resume resume, TrainingListener observer) {
        return train(resume, observer, task -> task);
    }

    /** Trains with a task that something was done to. */
    Training.Outcome train(Resume resume, TrainingListener observer, Function<TrainingTask, TrainingTask> change) {
        TrainingConfig config = config();
        try (TransformerClassifier classifier = SmallClassifier.in(root.getParent(), config.seed(), 2);
                RunDirectory directory =
                        new RunDirectory(DirectoryLock.take(root), new Provenance(provenance, Map.of()), safeguards)) {
            classifier.readLongTexts(aids.longTexts());
            ClassificationTask tuning = new ClassificationTask(
                    classifier,
                    LabelledTokens.of(
                            classifier.tokenizer(), SmallClassifier.corpus().train(), 2),
                    LabelledTokens.of(
                            classifier.evaluationTokenizer(),
                            SmallClassifier.corpus().dev().orElseThrow(),
                            2),
                    config);
            Training training = new Training(change.apply(tuning), config, directory, observer);
            if (resume != Resume.ANEW) {
                training.resume(resume == Resume.FORCED);
            }
            return training.run();
        }
    }
}
