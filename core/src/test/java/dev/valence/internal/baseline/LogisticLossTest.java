package dev.valence.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticLossTest {
    private static final long SEED = 17;

    @ParameterizedTest(name = "{0} classes")
    @ValueSource(ints = {2, 3, 5})
    void itsGradientIsItsSlope(int classes) {
        Random random = new Random(SEED);
        double[][] dense = new double[13][7];
        int[] labels = new int[13];
        for (int row = 0; row < 13; row++) {
            labels[row] = random.nextInt(classes);
            for (int column = 0; column < 7; column++) {
                dense[row][column] = random.nextInt(3) * random.nextGaussian();
            }
        }
        LogisticLoss loss = new LogisticLoss(TfidfReference.sparse(dense), labels, classes, 0.7);
        double[] point = random.doubles(loss.parameters(), -2, 2).toArray();
        double[] gradient = new double[point.length];
        loss.evaluate(point, gradient);
        for (int i = 0; i < point.length; i++) {
            double slope = (value(loss, point, i, 1e-5) - value(loss, point, i, -1e-5)) / 2e-5;
            assertThat(gradient[i]).as("parameter " + i + ", seed " + SEED).isCloseTo(slope, within(1e-9));
        }
    }

    @Test
    void penalizesAllButTheIntercept() {
        // One row (3, 5) of the second class, C = 2; weights 0.5 and -0.25, intercept 7: score 7.25.
        SparseRows rows = TfidfReference.sparse(new double[][] {{3, 5}});
        LogisticLoss loss = new LogisticLoss(rows, new int[] {1}, 2, 2);
        double expected = Math.log(1 + Math.exp(-7.25)) + (0.25 + 0.0625) / (2 * 2);
        assertThat(loss.evaluate(new double[] {0.5, -0.25, 7}, new double[3])).isCloseTo(expected, within(1e-15));
    }

    @Test
    void staysFiniteForGreatScores() {
        SparseRows rows = TfidfReference.sparse(new double[][] {{1}, {1}});
        double[] gradient = new double[2];
        LogisticLoss loss = new LogisticLoss(rows, new int[] {0, 1}, 2, 1e300);
        assertThat(loss.evaluate(new double[] {2000, 0}, gradient)).isEqualTo(1000);
        assertThat(gradient).containsExactly(0.5, 0.5);
    }

    private static double value(LogisticLoss loss, double[] point, int parameter, double step) {
        double[] moved = point.clone();
        moved[parameter] += step;
        return loss.evaluate(moved, new double[point.length]);
    }
}
