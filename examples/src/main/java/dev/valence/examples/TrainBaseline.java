package dev.valence.examples;

import dev.valence.Classifier;
import dev.valence.data.Dataset;
import dev.valence.evaluate.Evaluation;
import dev.valence.train.Baseline;
import java.nio.file.Path;

/** Trains the baseline that a Transformer has to beat: TF-IDF and logistic regression. */
public final class TrainBaseline {
    private TrainBaseline() {}

    public static void main(String[] arguments) {
        Evaluation evaluation = trainBaseline(Dataset.builtIn(), Path.of("runs/words"));
        System.out.println(evaluation.accuracy() + " in " + evaluation.accuracyInterval());
    }

    static Evaluation trainBaseline(Dataset dataset, Path out) {
        try (Classifier baseline = Baseline.of(dataset).train(out)) {
            return Evaluation.of(baseline, dataset.dev().orElseThrow());
        }
    }
}
