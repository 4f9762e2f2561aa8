package dev.valence.examples;

import dev.valence.Classifier;
import dev.valence.Valence;
import dev.valence.data.Dataset;
import dev.valence.data.Split;
import dev.valence.evaluate.Comparison;
import dev.valence.evaluate.Evaluation;
import java.nio.file.Path;

/** Compares two classifiers on the same texts: accuracy, intervals and McNemar's test. */
public final class EvaluateAndCompare {
    private EvaluateAndCompare() {}

    public static void main(String[] arguments) {
        Split test = Dataset.builtIn().test().orElseThrow();
        Comparison comparison = compare(Path.of("runs/words"), Path.of("runs/film"), test);
        System.out.println(comparison.format());
        System.out.println("p = " + comparison.rows().get(1).test().pValue());
    }

    static Comparison compare(Path first, Path second, Split test) {
        try (Classifier words = Valence.load(first);
                Classifier transformer = Valence.load(second)) {
            return Comparison.of("TF-IDF", Evaluation.of(words, test), "Transformer", Evaluation.of(transformer, test));
        }
    }
}
