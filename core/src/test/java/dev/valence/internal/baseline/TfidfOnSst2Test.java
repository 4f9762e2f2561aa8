package dev.valence.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.valence.Example;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.ReferenceJson;
import dev.valence.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The baseline of the tutorial, against scikit-learn 1.9.1 on the same data, see tools/reference/baseline_small.py. */
class TfidfOnSst2Test {
    private static final LabelSet LABELS = LabelSet.of("negative", "positive");

    /**
     * scikit-learn stops where no component of the gradient of the mean loss exceeds 1e-4, which is before the smallest
     * differences in rounding stop to matter: fitted on training and validation text, a run in extended precision differs
     * from it by 0.003 in the coefficient of "the".
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"train, false, 100, 1e-5", "'train, converged', false, 2000, 1e-5", "train and dev, true, 100, 5e-3"})
    void scoresLikeScikitLearn(String name, boolean withValidation, int maximumIterations, double tolerance)
            throws IOException {
        ReferenceJson expected = TfidfReference.resource("sst2.json").get(name);
        List<Example> training = read("train.tsv");
        List<Example> validation = read("dev.tsv");
        List<String> vocabularyTexts = new ArrayList<>(texts(training));
        if (withValidation) {
            vocabularyTexts.addAll(texts(validation));
        }
        TfidfClassifier classifier =
                TfidfClassifier.fit(training, vocabularyTexts, LABELS, new TfidfOptions(10_000, 1, maximumIterations));
        assertSame(classifier, expected, tolerance);
        assertThat(accuracy(classifier, validation))
                .isEqualTo(expected.get("dev_accuracy").number());
        assertThat(accuracy(classifier, read("test_labelled.tsv")))
                .isEqualTo(expected.get("test_accuracy").number());
        double[] probabilities = expected.get("dev_positive_probabilities").numbers();
        for (int i = 0; i < probabilities.length; i++) {
            assertThat((double) classifier.predict(validation.get(i).text()).probability(1))
                    .as(validation.get(i).text())
                    .isCloseTo(probabilities[i], within(Math.min(1e-3, tolerance)));
        }
    }

    private static void assertSame(TfidfClassifier classifier, ReferenceJson expected, double tolerance) {
        List<String> vocabulary = classifier.vectorizer().vocabulary();
        LogisticRegression regression = classifier.regression();
        assertThat(vocabulary)
                .hasSize(expected.get("terms").integer())
                .endsWith(expected.get("last_term").string());
        assertThat(regression.iterations()).isEqualTo(expected.get("iterations").integer());
        assertThat(regression.intercepts()[0])
                .isCloseTo(expected.get("intercept").number(), within(tolerance));
        for (String term : expected.get("coefficients").keys()) {
            int column = vocabulary.indexOf(term);
            assertThat(regression.coefficients()[0][column])
                    .as("coefficient of " + term)
                    .isCloseTo(expected.get("coefficients").get(term).number(), within(tolerance));
            assertThat(classifier.vectorizer().inverseDocumentFrequencies()[column])
                    .as("inverse document frequency of " + term)
                    .isCloseTo(expected.get("idf").get(term).number(), within(1e-6));
        }
    }

    private static double accuracy(TfidfClassifier classifier, List<Example> examples) {
        List<Prediction> predictions = classifier.predict(texts(examples));
        int correct = 0;
        for (int i = 0; i < examples.size(); i++) {
            correct += predictions.get(i).index() == examples.get(i).label() ? 1 : 0;
        }
        return (double) correct / examples.size();
    }

    private static List<String> texts(List<Example> examples) {
        return examples.stream().map(Example::text).toList();
    }

    private static List<Example> read(String name) throws IOException {
        return Files.readAllLines(SharedFolder.data("sst2").resolve(name)).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .map(parts -> new Example(parts[0], Integer.parseInt(parts[1])))
                .toList();
    }
}
