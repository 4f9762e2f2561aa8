package dev.valence.internal.compute;

import static dev.valence.internal.compute.Numbers.assertClose;
import static dev.valence.internal.compute.Numbers.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every provider of matrix products must do, at sizes that fill tiles, miss them by one, and are prime. Who implements it
 * is a test of one provider.
 */
public interface GemmContract {
    double TOLERANCE = 2e-6;

    /** The provider. */
    Gemm gemm();

    /** What the provider makes of an element of a factor before it multiplies. */
    default double seen(double x) {
        return x;
    }

    /** The most that {@link #seen} changes an element by, as a share of it. */
    default double unitRoundoff() {
        return 0;
    }

    /** Rows, inputs, outputs. */
    static List<Arguments> sizes() {
        return List.of(
                Arguments.of(1, 1, 1),
                Arguments.of(1, 7, 2),
                Arguments.of(13, 128, 128),
                Arguments.of(12, 24, 29),
                Arguments.of(37, 31, 33),
                Arguments.of(101, 64, 2),
                Arguments.of(7, 257, 65),
                Arguments.of(531, 19, 97),
                Arguments.of(24, 513, 32),
                Arguments.of(25, 32, 258),
                Arguments.of(11, 67, 384),
                Arguments.of(3, 31, 768));
    }

    @ParameterizedTest(name = "rows={0} inputs={1} outputs={2}")
    @MethodSource("dev.valence.internal.compute.GemmContract#sizes")
    default void forward(int rows, int inputs, int outputs) {
        double[] x = Numbers.normal(rows * inputs, 1);
        double[] w = Numbers.normal(inputs * outputs, 2);
        double[] b = Numbers.normal(outputs, 3);
        float[] y = floats(new double[rows * outputs], 5);
        loaded(inputs, outputs, w).forward(operand(rows, inputs, x), shifted(b, 3), 3, y);
        assertClose("Y", y, DoubleKernels.linear(rows, inputs, outputs, seen(x), seen(w), b), TOLERANCE);
        assertUntouched(y, rows * outputs);
    }

    /** Where a provider does it: product, bias and activation in one, read back by a product with the identity. */
    @ParameterizedTest(name = "rows={0} inputs={1} outputs={2}")
    @MethodSource("dev.valence.internal.compute.GemmContract#sizes")
    default void activatedProductFeedsTheNext(int rows, int inputs, int outputs) {
        double[] x = Numbers.normal(rows * inputs, 14);
        double[] w = Arrays.stream(Numbers.normal(inputs * outputs, 15))
                .map(v -> (float) (v / Math.sqrt(inputs))) // sums of about 1, where activations bend
                .toArray();
        double[] b = Numbers.normal(outputs, 16);
        double[] sums = DoubleKernels.linear(rows, inputs, outputs, seen(x), seen(w), b);
        Gemm.Weight weight = loaded(inputs, outputs, w);
        Gemm.Weight identity = loaded(outputs, outputs, identity(outputs));
        Gemm.Operand input = operand(rows, inputs, x);
        Gemm.Operand activated = gemm().operand(true);
        for (Activation f : Activation.values()) {
            if (!weight.activates()) {
                assertThatThrownBy(() -> activated.reserve(rows, outputs))
                        .isInstanceOf(UnsupportedOperationException.class);
                assertThatThrownBy(() -> weight.forward(0, weight.strips(), input, shifted(b, 3), 3, f, activated))
                        .isInstanceOf(UnsupportedOperationException.class);
                continue;
            }
            activated.reserve(rows, outputs);
            for (int strip = weight.strips() - 1; strip >= 0; strip--) { // in any order
                weight.forward(strip, strip + 1, input, shifted(b, 3), 3, f, activated);
            }
            assertThat(activated.rows()).isEqualTo(rows);
            float[] y = new float[rows * outputs];
            identity.forward(activated, new float[outputs], 0, y);
            double largest = Arrays.stream(sums).map(Math::abs).max().orElseThrow();
            for (int i = 0; i < y.length; i++) {
                double expected = DoubleKernels.activation(f, sums[i]);
                assertThat((double) y[i])
                        .as("%s(Y)[%d]", f, i)
                        .isCloseTo(expected, within(largest * TOLERANCE + unitRoundoff() * Math.abs(expected)));
            }
        }
    }

    /** Every column belongs to one strip, whose workers need not know of each other. */
    @ParameterizedTest(name = "rows={0} inputs={1} outputs={2}")
    @MethodSource("dev.valence.internal.compute.GemmContract#sizes")
    default void stripsAreTheWholeToTheBit(int rows, int inputs, int outputs) {
        Gemm.Weight weight = loaded(inputs, outputs, Numbers.normal(inputs * outputs, 11));
        Gemm.Operand x = operand(rows, inputs, Numbers.normal(rows * inputs, 12));
        float[] b = shifted(Numbers.normal(outputs, 13), 3);
        float[] whole = new float[rows * outputs];
        weight.forward(x, b, 3, whole);
        float[] together = floats(new double[rows * outputs], 5);
        int written = 0;
        for (int strip = weight.strips() - 1; strip >= 0; strip--) {
            float[] alone = floats(new double[0], rows * outputs);
            weight.forward(strip, strip + 1, x, b, 3, alone);
            weight.forward(strip, strip + 1, x, b, 3, together);
            for (int i = 0; i < alone.length; i++) {
                if (!Float.isNaN(alone[i])) {
                    assertThat(alone[i]).as("Y[%d] of strip %d", i, strip).isEqualTo(whole[i]);
                    written++;
                }
            }
        }
        assertThat(written).as("elements written by strips").isEqualTo(rows * outputs);
        assertThat(Arrays.copyOf(together, rows * outputs)).isEqualTo(whole);
        assertUntouched(together, rows * outputs);
        float[] ranges = new float[rows * outputs];
        int middle = weight.strips() / 2;
        weight.forward(middle, weight.strips(), x, b, 3, ranges);
        weight.forward(0, middle, x, b, 3, ranges);
        assertThat(ranges).as("two ranges of strips").isEqualTo(whole);
    }

    /** One text's products are shared out where there is enough to share. */
    @Test
    default void wideWeightsHaveStripsAndNarrowOnesHaveOne() {
        assertThat(gemm().weight(7, 384).strips()).isGreaterThan(1);
        assertThat(gemm().weight(384, 2).strips()).isEqualTo(1);
    }

    @ParameterizedTest(name = "rows={0} inputs={1} outputs={2}")
    @MethodSource("dev.valence.internal.compute.GemmContract#sizes")
    default void inputGradient(int rows, int inputs, int outputs) {
        double[] dy = Numbers.normal(rows * outputs, 4);
        double[] w = Numbers.normal(inputs * outputs, 5);
        float[] dx = floats(Numbers.normal(rows * inputs, 6), 5);
        Gemm.Weight weight = loaded(inputs, outputs, w);
        double[] expected = DoubleKernels.linearInputGradient(rows, inputs, outputs, seen(dy), seen(w));
        Gemm.Operand gradient = operand(rows, outputs, dy);
        weight.backwardInput(gradient, dx, false);
        assertClose("dX", dx, expected, TOLERANCE);
        weight.backwardInput(gradient, dx, true);
        assertClose("2 dX", dx, times(2, expected), TOLERANCE);
        assertUntouched(dx, rows * inputs);
    }

    @ParameterizedTest(name = "rows={0} inputs={1} outputs={2}")
    @MethodSource("dev.valence.internal.compute.GemmContract#sizes")
    default void weightGradient(int rows, int inputs, int outputs) {
        double[] x = Numbers.normal(rows * inputs, 7);
        double[] dy = Numbers.normal(rows * outputs, 8);
        double[] expected = DoubleKernels.linearWeightGradient(rows, inputs, outputs, seen(x), seen(dy));
        Gemm.Weight weight = loaded(inputs, outputs, Numbers.normal(inputs * outputs, 9));
        float[] dw = shifted(new double[inputs * outputs], 2);
        Gemm.Operand input = operand(rows, inputs, x);
        Gemm.Operand gradient = operand(rows, outputs, dy);
        weight.backwardWeight(input, gradient, dw, 2);
        weight.backwardWeight(input, gradient, dw, 2);
        float[] moved = Arrays.copyOfRange(dw, 2, dw.length);
        assertClose("2 dW", moved, times(2, expected), TOLERANCE);
        assertThat(dw[0]).isNaN();
        assertThat(dw[1]).isNaN();
    }

    /** A weight is loaded again after each step, and rows of other batches leave nothing behind. */
    @Test
    default void oneWeightServesManyBatches() {
        Gemm gemm = gemm();
        Gemm.Weight weight = gemm.weight(17, 23);
        Gemm.Operand input = gemm.operand(true);
        Gemm.Operand gradient = gemm.operand(true);
        for (int rows : new int[] {31, 5, 33, 2}) {
            double[] w = Numbers.normal(17 * 23, 20 + rows);
            double[] x = Numbers.normal(rows * 17, 30 + rows);
            double[] dy = Numbers.normal(rows * 23, 40 + rows);
            weight.load(floats(w), 0);
            float[] y = new float[rows * 23];
            input.take(rows, 17, floats(x));
            gradient.take(rows, 23, floats(dy));
            weight.forward(input, new float[23], 0, y);
            assertClose("Y", y, DoubleKernels.linear(rows, 17, 23, seen(x), seen(w), new double[23]), TOLERANCE);
            float[] dw = new float[17 * 23];
            weight.backwardWeight(input, gradient, dw, 0);
            assertClose("dW", dw, DoubleKernels.linearWeightGradient(rows, 17, 23, seen(x), seen(dy)), TOLERANCE);
        }
    }

    /** Workers multiply one weight at once, each rows of its own. */
    @Test
    default void workersShareAWeight() {
        int rows = 29;
        double[] w = Numbers.normal(37 * 41, 50);
        Gemm.Weight weight = loaded(37, 41, w);
        try (WorkerPool pool = new WorkerPool(3)) {
            pool.run(50, task -> {
                double[] x = Numbers.normal(rows * 37, 60 + task);
                float[] y = new float[rows * 41];
                weight.forward(operand(rows, 37, x), new float[41], 0, y);
                double[] expected = DoubleKernels.linear(rows, 37, 41, seen(x), seen(w), new double[41]);
                assertClose("Y of task " + task, y, expected, TOLERANCE);
            });
        }
    }

    private Gemm.Operand operand(int rows, int width, double[] x) {
        Gemm.Operand operand = gemm().operand(true);
        operand.take(rows, width, floats(x));
        return operand;
    }

    private static double[] identity(int size) {
        double[] identity = new double[size * size];
        for (int i = 0; i < size; i++) {
            identity[i * (size + 1)] = 1;
        }
        return identity;
    }

    private double[] seen(double[] x) {
        return Arrays.stream(x).map(this::seen).toArray();
    }

    private Gemm.Weight loaded(int inputs, int outputs, double[] w) {
        Gemm.Weight weight = gemm().weight(inputs, outputs);
        weight.load(shifted(w, 7), 7);
        return weight;
    }

    private static float[] shifted(double[] x, int by) {
        float[] moved = new float[x.length + by];
        Arrays.fill(moved, 0, by, Float.NaN);
        for (int i = 0; i < x.length; i++) {
            moved[i + by] = (float) x[i];
        }
        return moved;
    }

    private static double[] times(double factor, double[] x) {
        return Arrays.stream(x).map(v -> factor * v).toArray();
    }

    private static void assertUntouched(float[] x, int from) {
        for (int i = from; i < x.length; i++) {
            assertThat(x[i]).isNaN();
        }
    }
}
