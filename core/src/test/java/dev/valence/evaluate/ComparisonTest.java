package dev.valence.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ComparisonTest {
    private static final LabelSet LABELS = LabelSet.of("a", "b");

    /** An evaluation of twenty examples, half of each class, right where {@code right} has a 1. */
    private static Evaluation evaluation(String right) {
        List<Example> examples = new ArrayList<>();
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < right.length(); i++) {
            int truth = i % 2;
            examples.add(new Example("text " + i, truth));
            boolean predictsFirst = (truth == 0) == (right.charAt(i) == '1');
            predictions.add(
                    new Prediction(LABELS, predictsFirst ? new float[] {0.75f, 0.25f} : new float[] {0.25f, 0.75f}));
        }
        return Evaluation.of(LABELS, examples, predictions, Duration.ZERO);
    }

    private static Comparison comparison() {
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        evaluations.put("baseline", evaluation("11111111110000000000"));
        evaluations.put("better", evaluation("11111111101111111100"));
        evaluations.put("worse", evaluation("11111111000000000000"));
        return Comparison.of(evaluations);
    }

    @Test
    void rowsByHand() {
        Comparison comparison = comparison();
        assertThat(comparison.examples()).isEqualTo(20);
        assertThat(comparison.rows()).extracting(Comparison.Row::name).containsExactly("baseline", "better", "worse");
        assertThat(comparison.rows()).extracting(Comparison.Row::accuracy).containsExactly(0.5, 0.85, 0.4);
        assertThat(comparison.rows())
                .extracting(Comparison.Row::difference)
                .containsExactly(0.0, 0.85 - 0.5, 0.4 - 0.5);
        assertThat(comparison.rows().get(1).accuracyInterval()).isEqualTo(Interval.wilson(17, 20));
        // Only the baseline is right once, only the other eight times: p = 2 (1 + 9) / 2^9.
        assertThat(comparison.rows().get(1).test().onlyFirst()).isEqualTo(1);
        assertThat(comparison.rows().get(1).test().onlySecond()).isEqualTo(8);
        assertThat(comparison.rows().get(1).test().pValue()).isCloseTo(20 / 512.0, within(1e-15));
        assertThat(comparison.rows().get(0).test().pValue()).isEqualTo(1.0);
    }

    @Test
    void tableIsAligned() {
        // Intervals by SciPy's binomtest(k, 20).proportion_ci(method="wilson"), macro F1 by scikit-learn.
        assertThat(comparison().format()).isEqualTo("""
                                  accuracy     95 % interval  macro F1  difference  McNemar p
                        baseline    0.5000  [0.2993, 0.7007]    0.5000
                        better      0.8500  [0.6396, 0.9476]    0.8496     +0.3500     0.0391
                        worse       0.4000  [0.2188, 0.6134]    0.4000     -0.1000     0.5000

                        20 examples; difference and p against baseline
                        """);
    }

    @Test
    void jsonHoldsTheRows() {
        Map<String, Object> json = comparison().toJson();
        assertThat(json).containsEntry("examples", 20);
        Map<?, ?> better = (Map<?, ?>) ((List<?>) json.get("rows")).get(1);
        assertThat(better.get("name")).isEqualTo("better");
        assertThat(better.get("accuracy")).isEqualTo(0.85);
        assertThat(better.get("only_this_right")).isEqualTo(8L);
        assertThat(((List<?>) better.get("accuracy_interval"))).hasSize(2);
    }

    static Stream<Arguments> others() {
        List<Prediction> predictions = List.of(new Prediction(LABELS, new float[] {1, 0}));
        Duration time = Duration.ZERO;
        return Stream.of(
                Arguments.of(
                        "text",
                        Evaluation.of(LABELS, List.of(new Example("text 1", 0)), predictions, time),
                        "another text at index 0 in 'second' than in 'first'"),
                Arguments.of(
                        "label",
                        Evaluation.of(LABELS, List.of(new Example("text 0", 1)), predictions, time),
                        "another label at index 0"),
                Arguments.of("number", evaluation("11"), "1 in 'first' and 2 in 'second'"),
                Arguments.of(
                        "classes",
                        Evaluation.of(LabelSet.of("b", "a"), List.of(new Example("text 0", 0)), predictions, time),
                        "classes [a, b] in 'first' and [b, a] in 'second'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void refusesOtherExamples(String name, Evaluation other, String message) {
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        evaluations.put("first", evaluation("1"));
        evaluations.put("second", other);
        assertThatThrownBy(() -> Comparison.of(evaluations))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required evaluations of the same examples")
                .hasMessageContaining(message);
    }

    @Test
    void refusesNothingToCompare() {
        assertThatThrownBy(() -> Comparison.of(Map.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
