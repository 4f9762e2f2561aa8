package dev.valence.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.valence.Classifier;
import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EvaluationTest {
    /** Random labels and probabilities, and the figures made of them by tools/reference/evaluation_figures.py. */
    private static final String SAMPLE = """
            1 0.024 0.951 0.025
            0 0.716 0.002 0.282
            1 0.818 0.001 0.181
            1 0.039 0.959 0.002
            1 0.003 0.076 0.921
            1 0.002 0.024 0.974
            0 0.458 0.044 0.498
            1 0.011 0.989 0.0
            2 0.0 0.013 0.986
            2 0.001 0.012 0.987
            0 0.894 0.078 0.028
            2 0.0 0.0 0.999
            1 0.0 1.0 0.0
            1 0.98 0.0 0.02
            2 0.01 0.103 0.887
            0 0.001 0.997 0.002
            0 0.009 0.447 0.544
            1 0.001 0.967 0.032
            1 0.156 0.831 0.013
            2 0.009 0.444 0.547
            0 0.165 0.379 0.456
            1 0.0 1.0 0.0
            2 0.023 0.792 0.185
            2 0.055 0.743 0.202
            2 0.05 0.225 0.725
            1 0.122 0.21 0.668
            2 0.222 0.002 0.776
            0 0.985 0.015 0.0
            0 0.97 0.029 0.001
            """;

    private static final double SAMPLE_ACCURACY = 0.6206896551724138;
    private static final double SAMPLE_LOG_LOSS = 1.73605215549469;
    private static final double SAMPLE_CALIBRATION_ERROR = 0.22620689868927008;

    private static final LabelSet LABELS = LabelSet.of("negative", "neutral", "positive");

    /** Knows the probabilities of the sample's texts, "text 0" and so on. */
    private record LookupClassifier(Map<String, Prediction> answers) implements Classifier {
        @Override
        public LabelSet labels() {
            return LABELS;
        }

        @Override
        public List<Prediction> predict(List<String> texts) {
            return texts.stream().map(answers::get).toList();
        }
    }

    /** The sample's examples with their predictions. */
    static Evaluation sample() {
        List<Example> examples = new ArrayList<>();
        Map<String, Prediction> answers = new HashMap<>();
        for (String line : SAMPLE.lines().toList()) {
            String[] cells = line.split(" ", -1);
            Example example = new Example("text " + examples.size(), Integer.parseInt(cells[0]));
            examples.add(example);
            answers.put(
                    example.text(),
                    prediction(Float.parseFloat(cells[1]), Float.parseFloat(cells[2]), Float.parseFloat(cells[3])));
        }
        return Evaluation.of(new LookupClassifier(answers), examples);
    }

    private static Prediction prediction(float... probabilities) {
        return new Prediction(LABELS, probabilities);
    }

    @Test
    void figuresAreThoseOfTheReference() {
        Evaluation evaluation = sample();
        assertThat(evaluation.examples()).isEqualTo(29);
        assertThat(evaluation.accuracy()).isCloseTo(SAMPLE_ACCURACY, within(1e-15));
        assertThat(evaluation.calibration().expectedError()).isCloseTo(SAMPLE_CALIBRATION_ERROR, within(1e-12));
        assertThat(evaluation.accuracyInterval()).isEqualTo(Interval.wilson(18, 29));
        assertThat(evaluation.wallTime())
                .hasValueSatisfying(time -> assertThat(time).isPositive());
    }

    @Test
    void logLossIsThatOfScikitLearn() {
        // scikit-learn sums logarithms of float in float.
        assertThat(sample().logLoss()).isCloseTo(SAMPLE_LOG_LOSS, within(1e-6));
    }

    @Test
    void logLossOfACertainMistakeIsFinite() {
        Evaluation evaluation =
                Evaluation.of(LABELS, List.of(new Example("", 0)), List.of(prediction(0, 1, 0)), Duration.ofSeconds(1));
        assertThat(evaluation.logLoss()).isCloseTo(23 * Math.log(2), within(1e-12));
    }

    @Test
    void jsonHoldsTheFigures() {
        List<Example> examples = List.of(new Example("a", 0), new Example("b", 2), new Example("c", 2));
        List<Prediction> predictions =
                List.of(prediction(0.5f, 0.25f, 0.25f), prediction(0.25f, 0.25f, 0.5f), prediction(1, 0, 0));
        Map<String, Object> json = Evaluation.of(LABELS, examples, predictions, Duration.ofMillis(1500))
                .toJson();
        assertThat(json)
                .containsEntry("examples", 3)
                .containsEntry("accuracy", 2 / 3.0)
                // F1 is 2/3 for negative and positive; neutral is nowhere
                .containsEntry("macro_f1", 2 / 3.0)
                .containsEntry("seconds", 1.5)
                .containsEntry("labels", List.of("negative", "neutral", "positive"))
                .containsEntry(
                        "confusion_matrix", List.of(List.of(1L, 0L, 0L), List.of(0L, 0L, 0L), List.of(1L, 0L, 1L)));
        Interval interval = Interval.wilson(2, 3);
        assertThat(json.get("accuracy_interval")).isEqualTo(List.of(interval.low(), interval.high()));
        assertThat((double) json.get("log_loss")).isCloseTo((2 * Math.log(2) + 23 * Math.log(2)) / 3, within(1e-12));
        // One bin at 0.5 with accuracy 1 (two examples), one at 1 with accuracy 0.
        assertThat((double) json.get("expected_calibration_error")).isCloseTo((2 * 0.5 + 1) / 3, within(1e-12));
        assertThat((Map<?, ?>) json.get("per_class")).hasSize(3);
        assertThat(((Map<?, ?>) json.get("per_class")).get("positive"))
                .isEqualTo(Map.of("precision", 1.0, "recall", 0.5, "f1", 2 / 3.0, "support", 2L));
        // printf '%s\t%s\n' $(printf a | sha256sum) ... | sha256sum, with the labels by name
        assertThat(json.get("examples_sha256"))
                .isEqualTo("f440060d17717f635bdf9e333c5864300efe1be892c434ff2ecada86f883bd7d");
    }

    static Stream<Arguments> mistakes() {
        Prediction prediction = prediction(1, 0, 0);
        return Stream.of(
                Arguments.of("no examples", List.of(), List.of(), "at least one labelled example"),
                Arguments.of(
                        "no label",
                        List.of(new Example("a", 1), new Example("b", Example.UNLABELLED)),
                        List.of(prediction, prediction),
                        "found no label for the example with index 1"),
                Arguments.of("another label", List.of(new Example("a", 3)), List.of(prediction), "found label 3"),
                Arguments.of(
                        "a diverged model",
                        List.of(new Example("a", 0)),
                        List.of(prediction(Float.NaN, 0, 0)),
                        "probabilities in [0, 1], found NaN"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void refusesWhatCannotBeEvaluated(
            String name, List<Example> examples, List<Prediction> predictions, String message) {
        assertThatThrownBy(() -> Evaluation.of(LABELS, examples, predictions, Duration.ZERO))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesPredictionsThatDoNotFit() {
        List<Example> examples = List.of(new Example("a", 0));
        assertThatThrownBy(() -> Evaluation.of(LABELS, examples, List.of(), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each of 1 examples, found 0");
        assertThatThrownBy(() -> Evaluation.of(
                        LABELS,
                        examples,
                        List.of(new Prediction(LabelSet.of("a", "b"), new float[] {1, 0})),
                        Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 probabilities a prediction, found 2");
    }
}
