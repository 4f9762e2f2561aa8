package dev.valence.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LbfgsTest {
    /** 100 (y - x²)² + (1 - x)² for each two neighbours (Rosenbrock 1960); least, 0, where all are 1. */
    private static final DifferentiableFunction ROSENBROCK = (point, gradient) -> {
        double value = 0;
        Arrays.fill(gradient, 0);
        for (int i = 0; i + 1 < point.length; i++) {
            double valley = point[i + 1] - point[i] * point[i];
            double rest = 1 - point[i];
            value += 100 * valley * valley + rest * rest;
            gradient[i] += -400 * valley * point[i] - 2 * rest;
            gradient[i + 1] += 200 * valley;
        }
        return value;
    };

    /** Counted with SciPy 1.17.1's L-BFGS-B, see tools/reference/baseline_small.py. */
    @ParameterizedTest(name = "{0} variables, {1} steps at most")
    @CsvSource({
        "2, 1000, 37, 45, 0, GRADIENT",
        "2, 7, 7, 9, 3.9178414682987954, ITERATIONS",
        "11, 7, 7, 8, 10.579755527219781, ITERATIONS",
        "11, 31, 31, 39, 6.8581152845482265, ITERATIONS"
    })
    void goesTheWaySciPyGoes(
            int variables, int maximumIterations, int iterations, int evaluations, double value, Lbfgs.Stop stop) {
        AtomicInteger evaluated = new AtomicInteger();
        DifferentiableFunction counted = (point, gradient) -> {
            evaluated.incrementAndGet();
            return ROSENBROCK.evaluate(point, gradient);
        };
        double tolerance = stop == Lbfgs.Stop.GRADIENT ? 1e-5 : 0;
        Lbfgs.Minimum minimum = new Lbfgs(10, tolerance, 0, maximumIterations).minimize(counted, start(variables));
        assertThat(minimum.iterations()).isEqualTo(iterations);
        assertThat(evaluated).hasValue(evaluations);
        assertThat(minimum.value()).isCloseTo(value, within(1e-9));
        assertThat(minimum.stop()).isEqualTo(stop);
    }

    @Test
    void findsTheMinimumOfRosenbrocksFunction() {
        Lbfgs.Minimum minimum = new Lbfgs(10, 1e-9, 0, 1000).minimize(ROSENBROCK, start(13));
        assertThat(minimum.stop()).isEqualTo(Lbfgs.Stop.GRADIENT);
        for (double coordinate : minimum.point()) {
            assertThat(coordinate).isCloseTo(1, within(1e-8));
        }
    }

    @Test
    void findsTheMinimumOfAQuadraticFunctionOfManyScales() {
        // Σ sᵢ (xᵢ - i)² / 2 with scales from 1 to 10,000.
        DifferentiableFunction quadratic = (point, gradient) -> {
            double value = 0;
            for (int i = 0; i < point.length; i++) {
                double scale = Math.pow(10, 4.0 * i / (point.length - 1));
                value += scale * (point[i] - i) * (point[i] - i) / 2;
                gradient[i] = scale * (point[i] - i);
            }
            return value;
        };
        Lbfgs.Minimum minimum = new Lbfgs(5, 1e-8, 0, 1000).minimize(quadratic, new double[17]);
        assertThat(minimum.stop()).isEqualTo(Lbfgs.Stop.GRADIENT);
        for (int i = 0; i < 17; i++) {
            assertThat(minimum.point()[i]).isCloseTo(i, within(1e-8));
        }
    }

    @Test
    void staysAtAMinimum() {
        double[] start = {1, 1, 1};
        Lbfgs.Minimum minimum = new Lbfgs(10, 0, 0, 100).minimize(ROSENBROCK, start);
        assertThat(minimum.stop()).isEqualTo(Lbfgs.Stop.GRADIENT);
        assertThat(minimum.iterations()).isZero();
        assertThat(minimum.point()).containsExactly(1, 1, 1).isNotSameAs(start);
    }

    @Test
    void stopsWhereTheValueHardlyFalls() {
        Lbfgs.Minimum minimum = new Lbfgs(10, 0, 1e-3, 1000).minimize(ROSENBROCK, start(2));
        assertThat(minimum.stop()).isEqualTo(Lbfgs.Stop.VALUE);
        assertThat(minimum.iterations()).isLessThan(37);
    }

    @Test
    void stopsWhereNoStepLeadsDown() {
        DifferentiableFunction jump = (point, gradient) -> {
            gradient[0] = -1; // says down, and up it goes
            return point[0] == 3 ? 0 : 1;
        };
        Lbfgs.Minimum minimum = new Lbfgs(10, 1e-9, 0, 100).minimize(jump, new double[] {3});
        assertThat(minimum.stop()).isEqualTo(Lbfgs.Stop.LINE_SEARCH);
        assertThat(minimum.point()).containsExactly(3);
        assertThat(minimum.value()).isZero();
    }

    @Test
    void refusesAValueThatIsNoNumber() {
        DifferentiableFunction undefined = (point, gradient) -> Double.NaN;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lbfgs(10, 1e-9, 0, 100).minimize(undefined, new double[1]))
                .withMessage("the objective must be finite, found NaN");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, 1", "1, -1, 1, 1", "1, NaN, 1, 1", "1, 1, -1, 1", "1, 1, 1, -1"})
    void refusesNumbersWithoutSense(int memory, double gradientTolerance, double valueTolerance, int iterations) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lbfgs(memory, gradientTolerance, valueTolerance, iterations));
    }

    private static double[] start(int variables) {
        double[] start = new double[variables];
        for (int i = 0; i < variables; i++) {
            start[i] = i % 2 == 0 ? -1.2 : 1;
        }
        return start;
    }
}
