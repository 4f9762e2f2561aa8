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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MethodComparisonTest {
    private static final LabelSet LABELS = LabelSet.of("a", "b");

    /** A run on examples in turn of both classes, right where {@code right} has a 1. */
    private static ScoredRun run(String name, long seed, double seconds, String right) {
        List<Example> examples = new ArrayList<>();
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < right.length(); i++) {
            int truth = i % 2;
            examples.add(new Example("text " + i, truth));
            boolean predictsFirst = (truth == 0) == (right.charAt(i) == '1');
            predictions.add(
                    new Prediction(LABELS, predictsFirst ? new float[] {0.75f, 0.25f} : new float[] {0.25f, 0.75f}));
        }
        return new ScoredRun(name, seed, seconds, Evaluation.of(LABELS, examples, predictions, Duration.ZERO));
    }

    private static final Method WORDS = new Method("words", List.of(run("words", 0, 3, "1111100000")));
    private static final Method RANDOM =
            new Method("random", List.of(run("random-1", 5, 20, "1111110000"), run("random-2", 6, 30, "1111000000")));
    private static final Method TRAINED =
            new Method("trained", List.of(run("trained-1", 5, 7, "1011111110"), run("trained-2", 6, 11, "1111111110")));

    private static MethodComparison comparison() {
        return MethodComparison.of("dev", List.of(WORDS, RANDOM, TRAINED));
    }

    @Test
    void meansAndSpreadsByHand() {
        assertThat(comparison().examples()).isEqualTo(10);
        // accuracies 0.6 and 0.4: their deviations from 0.5 are 0.1, so the variance is 2 × 0.01 / 1
        assertThat(RANDOM.accuracy().mean()).isCloseTo(0.5, within(1e-15));
        assertThat(RANDOM.accuracy().standardDeviation()).isCloseTo(Math.sqrt(0.02), within(1e-15));
        assertThat(RANDOM.seconds().mean()).isEqualTo(25);
        // tables of Student's t: 12.706 for one degree of freedom; the standard error is √(0.02 / 2) = 0.1
        assertThat(RANDOM.accuracy().meanInterval().orElseThrow().high()).isCloseTo(0.5 + 1.2706, within(1e-4));
        assertThat(RANDOM.intervalKind()).isEqualTo(Method.IntervalKind.STUDENT);
        assertThat(WORDS.accuracyInterval()).isEqualTo(Interval.wilson(5, 10));
        assertThat(WORDS.intervalKind()).isEqualTo(Method.IntervalKind.WILSON);
    }

    /** Accuracies of 0.6 and 0.4 give 0.5 ± 1.27, and their differences to the trained ones 0.35 ± 1.91. */
    @Test
    void intervalsEndWhereAccuraciesAndTheirDifferencesDo() {
        assertThat(RANDOM.accuracyInterval()).isEqualTo(new Interval(0, 1));
        assertThat(comparison().contrasts().get(2).differenceInterval()).contains(new Interval(-1, 1));
        assertThat(comparison().contrasts().get(0).differenceInterval()).isEmpty();
        Map<?, ?> json = (Map<?, ?>) ((List<?>) comparison().toJson().get("tests")).get(2);
        assertThat(((Map<?, ?>) json.get("paired_t")).get("interval")).isEqualTo(List.of(-1.0, 1.0));
    }

    @Test
    void anIntervalWithinItsRangeIsStudentsOwn() {
        Method method = new Method(
                "close",
                List.of(
                        run("one", 1, 1, "1".repeat(50) + "0".repeat(50)),
                        run("two", 2, 1, "1".repeat(51) + "0".repeat(49))));
        assertThat(method.accuracyInterval())
                .isEqualTo(method.accuracy().meanInterval().orElseThrow());
    }

    @Test
    void everyTwoMethodsArePairedRunByRun() {
        assertThat(comparison().contrasts())
                .extracting(contrast -> contrast.second().name() + " against "
                        + contrast.first().name())
                .containsExactly("random against words", "trained against words", "trained against random");
        assertThat(comparison().contrasts().get(2).pairs())
                .extracting(pair -> pair.first().name() + " " + pair.second().name())
                .containsExactly("random-1 trained-1", "random-2 trained-2");
        assertThat(comparison().contrasts().get(0).pairs())
                .extracting(pair -> pair.first().name() + " " + pair.second().name())
                .containsExactly("words random-1", "words random-2");
    }

    @Test
    void testsByHand() {
        Contrast contrast = comparison().contrasts().get(2);
        // trained-1 alone has the examples 6, 7, 8 right, random-1 alone 1
        assertThat(contrast.pairs().get(0).test()).isEqualTo(McNemar.exact(1, 3));
        assertThat(contrast.pairs().get(1).test()).isEqualTo(McNemar.exact(0, 5));
        assertThat(contrast.pairs().get(0).difference()).isCloseTo(0.2, within(1e-15));
        // differences 0.2 and 0.5: mean 0.35, standard error 0.15
        PairedTTest test = contrast.overSeeds().orElseThrow();
        assertThat(test.statistic().orElseThrow()).isCloseTo(0.35 / 0.15, within(1e-12));
        // with one degree of freedom it is the Cauchy distribution
        assertThat(test.pValue().orElseThrow()).isCloseTo(1 - 2 / Math.PI * Math.atan(0.35 / 0.15), within(1e-12));
        assertThat(comparison().contrasts().get(0).overSeeds()).isEmpty();
    }

    @Test
    void jsonHoldsTheFiguresAndNames() {
        Map<String, Object> json = comparison().toJson();
        assertThat(json).containsEntry("examples", 10);
        Map<?, ?> random = (Map<?, ?>) ((List<?>) json.get("methods")).get(1);
        assertThat(random.get("method")).isEqualTo("random");
        assertThat(random.get("accuracy_interval_kind")).isEqualTo("student_t");
        List<?> runs = (List<?>) random.get("runs");
        assertThat(((Map<?, ?>) runs.get(1)).get("seed")).isEqualTo(6L);
        Map<?, ?> last = (Map<?, ?>) ((List<?>) json.get("tests")).get(2);
        assertThat(((Map<?, ?>) last.get("paired_t")).get("degrees_of_freedom")).isEqualTo(1);
        Map<?, ?> pair = (Map<?, ?>) ((List<?>) last.get("mcnemar")).get(0);
        assertThat(pair.get("only_first_right")).isEqualTo(1L);
        assertThat(pair.get("only_second_right")).isEqualTo(3L);
    }

    @Test
    void refusesOtherExamplesAndOtherNumbersOfRuns() {
        Method shorter = new Method("shorter", List.of(run("shorter", 1, 1, "11")));
        assertThatThrownBy(() -> MethodComparison.of("dev", List.of(WORDS, shorter)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("10 in 'words' and 2 in 'shorter'");
        Method three = new Method(
                "three",
                List.of(WORDS.runs().get(0), WORDS.runs().get(0), WORDS.runs().get(0)));
        assertThatThrownBy(() -> Contrast.of(RANDOM, three))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 2 and 3");
        assertThatThrownBy(() -> new Method("none", List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
