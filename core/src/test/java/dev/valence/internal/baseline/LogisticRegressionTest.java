package dev.valence.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.valence.ReferenceJson;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LogisticRegressionTest {
    private static final SparseRows TWO_ROWS = TfidfReference.sparse(new double[][] {{1, 0}, {0, 1}});

    static Stream<Arguments> fits() throws IOException {
        TfidfReference reference = TfidfReference.read();
        return reference.fits.keys().stream()
                .map(name -> Arguments.argumentSet(name, reference, reference.fits.get(name)));
    }

    @ParameterizedTest
    @MethodSource("fits")
    void fitsLikeScikitLearn(TfidfReference reference, ReferenceJson fit) {
        List<String> classes = fit.get("classes").strings();
        int[] kept = IntStream.range(0, reference.texts.size())
                .filter(i -> classes.contains(reference.labels.get(i)))
                .toArray();
        double[][] rows = IntStream.of(kept).mapToObj(i -> reference.rows[i]).toArray(double[][]::new);
        int[] labels = IntStream.of(kept)
                .map(i -> classes.indexOf(reference.labels.get(i)))
                .toArray();
        LogisticRegression regression = LogisticRegression.fit(
                TfidfReference.sparse(rows),
                labels,
                classes.size(),
                fit.get("C").number(),
                100);
        assertThat(regression.iterations()).isEqualTo(fit.get("iterations").integer());
        assertThat(regression.converged()).isTrue();
        assertClose(regression.coefficients(), TfidfReference.matrix(fit.get("coefficients")));
        assertThat(regression.intercepts())
                .containsExactly(fit.get("intercepts").numbers(), within(1e-9));
        assertClose(
                regression.probabilities(TfidfReference.sparse(reference.unseenRows)),
                TfidfReference.matrix(fit.get("probabilities")));
    }

    @Test
    void comesBackFromItsNumbers() {
        double[][] coefficients = {{1, -2}, {3, 5}, {-7, 11}};
        LogisticRegression regression = LogisticRegression.of(3, coefficients, new double[] {0.5, 0, -0.5});
        assertThat(regression.coefficients()).isDeepEqualTo(coefficients);
        assertThat(regression.intercepts()).containsExactly(0.5, 0, -0.5);
        assertThat(regression.features()).isEqualTo(2);
        // Scores of the second row: -2 + 0.5, 5, 11 - 0.5.
        double sum = Math.exp(-1.5) + Math.exp(5) + Math.exp(10.5);
        assertThat(regression.probabilities(TWO_ROWS)[1])
                .containsExactly(
                        new double[] {Math.exp(-1.5) / sum, Math.exp(5) / sum, Math.exp(10.5) / sum}, within(1e-15));
    }

    @Test
    void saysWhenItDidNotConverge() {
        LogisticRegression regression = LogisticRegression.fit(TWO_ROWS, new int[] {0, 1}, 2, 100, 1);
        assertThat(regression.iterations()).isEqualTo(1);
        assertThat(regression.converged()).isFalse();
    }

    static Stream<Arguments> unusable() {
        SparseRows none = new SparseRows(2, new int[] {0}, new int[0], new double[0]);
        return Stream.of(
                Arguments.argumentSet("no rows", none, new int[0], 2, 1.0),
                Arguments.argumentSet("fewer labels than rows", TWO_ROWS, new int[] {0}, 2, 1.0),
                Arguments.argumentSet("a label that is no class", TWO_ROWS, new int[] {0, 2}, 2, 1.0),
                Arguments.argumentSet("a label below 0", TWO_ROWS, new int[] {0, -1}, 2, 1.0),
                Arguments.argumentSet("one class", TWO_ROWS, new int[] {0, 0}, 1, 1.0),
                Arguments.argumentSet("C of 0", TWO_ROWS, new int[] {0, 1}, 2, 0.0));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    void refusesWhatItCannotFit(SparseRows rows, int[] labels, int classes, double inverseRegularization) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogisticRegression.fit(rows, labels, classes, inverseRegularization, 100));
    }

    @Test
    void refusesNumbersThatDoNotFit() {
        double[][] two = {{1, 2}, {3, 4}};
        assertThatIllegalArgumentException().isThrownBy(() -> LogisticRegression.of(2, two, new double[2]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogisticRegression.of(3, new double[][] {{1}, {2}, {3, 4}}, new double[3]));
        LogisticRegression regression = LogisticRegression.of(2, new double[][] {{1, 2, 3}}, new double[1]);
        assertThatIllegalArgumentException().isThrownBy(() -> regression.probabilities(TWO_ROWS));
    }

    private static void assertClose(double[][] actual, double[][] expected) {
        assertThat(actual).hasDimensions(expected.length, expected[0].length);
        for (int row = 0; row < expected.length; row++) {
            assertThat(actual[row]).as("row " + row).containsExactly(expected[row], within(1e-9));
        }
    }
}
