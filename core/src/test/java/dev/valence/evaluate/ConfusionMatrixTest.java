package dev.valence.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.valence.evaluate.ConfusionMatrix.Confusion;
import dev.valence.evaluate.ConfusionMatrix.Scores;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfusionMatrixTest {
    /** A matrix of these counts. */
    static ConfusionMatrix matrix(long[][] counts) {
        ConfusionMatrix matrix = new ConfusionMatrix(counts.length);
        for (int truth = 0; truth < counts.length; truth++) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                for (long i = 0; i < counts[truth][predicted]; i++) {
                    matrix.add(truth, predicted);
                }
            }
        }
        return matrix;
    }

    /** Expected values by scikit-learn 1.9.1's precision_recall_fscore_support, see tools/reference/evaluation_figures.py. */
    static Stream<Arguments> averages() {
        return Stream.of(
                Arguments.of(
                        "three classes",
                        new long[][] {{90, 34, 4}, {6, 78, 22}, {31, 15, 61}},
                        new Scores(0.6746613569855492, 0.6696891715158996, 0.6680920764394426, 341),
                        new Scores(0.6769325868850276, 0.6715542521994134, 0.6704151262517011, 341)),
                Arguments.of(
                        "a class never predicted",
                        new long[][] {{68, 0, 15}, {37, 0, 26}, {25, 0, 90}},
                        new Scores(0.4033666079467606, 0.533961934695303, 0.45673498988511013, 261),
                        new Scores(0.469053709590693, 0.6053639846743295, 0.5254469219453405, 261)),
                Arguments.of(
                        "a class without examples",
                        new long[][] {{0, 0, 0}, {10, 75, 24}, {6, 3, 88}},
                        new Scores(0.5824175824175825, 0.5317632964469245, 0.54808143353035, 206),
                        new Scores(0.8787474661261069, 0.7912621359223301, 0.8209580854685907, 206)),
                Arguments.of(
                        "a class that is nowhere",
                        new long[][] {{11, 0, 2, 0}, {0, 0, 0, 0}, {3, 0, 17, 0}, {0, 0, 5, 0}},
                        new Scores(0.498015873015873, 0.5653846153846154, 0.5291806958473625, 38),
                        new Scores(0.6416040100250626, 0.7368421052631579, 0.6854510012404749, 38)),
                Arguments.of(
                        "all right, a class that is nowhere",
                        new long[][] {{4, 0, 0}, {0, 0, 0}, {0, 0, 3}},
                        new Scores(1, 1, 1, 7),
                        new Scores(1, 1, 1, 7)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("averages")
    void averagesAreThoseOfScikitLearn(String name, long[][] counts, Scores macro, Scores weighted) {
        assertClose(matrix(counts).macroAverage(), macro);
        assertClose(matrix(counts).weightedAverage(), weighted);
    }

    private static void assertClose(Scores actual, Scores expected) {
        assertThat(actual.precision()).isCloseTo(expected.precision(), within(1e-15));
        assertThat(actual.recall()).isCloseTo(expected.recall(), within(1e-15));
        assertThat(actual.f1()).isCloseTo(expected.f1(), within(1e-15));
        assertThat(actual.support()).isEqualTo(expected.support());
    }

    @Test
    void scoresOfOneClassByHand() {
        // Class 1: 3 of 5 found, 3 of 4 rightly.
        ConfusionMatrix matrix =
                ConfusionMatrix.of(2, new int[] {0, 0, 0, 1, 1, 1, 1, 1}, new int[] {0, 0, 1, 1, 1, 1, 0, 0});
        assertThat(matrix.counts()).isDeepEqualTo(new long[][] {{2, 1}, {2, 3}});
        assertThat(matrix.scores(1)).isEqualTo(new Scores(3 / 4.0, 3 / 5.0, 2 * 3 / 9.0, 5));
        assertThat(matrix.accuracy()).isEqualTo(5 / 8.0);
        assertThat(matrix.correct()).isEqualTo(5);
        assertThat(matrix.total()).isEqualTo(8);
        assertThat(matrix.count(1, 0)).isEqualTo(2);
    }

    @Test
    void confusionsComeByTheirNumber() {
        ConfusionMatrix matrix = matrix(new long[][] {{5, 2, 0}, {3, 7, 2}, {0, 0, 11}});
        assertThat(matrix.confusions())
                .containsExactly(new Confusion(1, 0, 3), new Confusion(0, 1, 2), new Confusion(1, 2, 2));
    }

    @Test
    void aClassOccursWhereItIsOrWhereItIsPredicted() {
        ConfusionMatrix matrix = matrix(new long[][] {{1, 0, 1, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}, {1, 0, 0, 0}});
        assertThat(IntStream.range(0, 4).filter(matrix::occurs)).containsExactly(0, 2, 3);
    }

    @Test
    void countsAreACopy() {
        ConfusionMatrix matrix = matrix(new long[][] {{1}});
        matrix.counts()[0][0] = 7;
        assertThat(matrix.count(0, 0)).isEqualTo(1);
    }

    @Test
    void refusesWhatCannotBeCounted() {
        assertThatThrownBy(() -> new ConfusionMatrix(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ConfusionMatrix(2).add(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> ConfusionMatrix.of(2, new int[1], new int[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 and 2");
        assertThatThrownBy(() -> new ConfusionMatrix(2).accuracy()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new ConfusionMatrix(2).macroAverage()).isInstanceOf(IllegalStateException.class);
    }
}
