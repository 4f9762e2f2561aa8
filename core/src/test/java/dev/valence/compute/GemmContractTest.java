package dev.valence.compute;

import static dev.valence.compute.Numbers.assertClose;
import static dev.valence.compute.Numbers.floats;
import static dev.valence.compute.Numbers.normal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every provider of matrix products must do, at sizes that fill tiles, miss them by one, and are prime. */
class GemmContractTest {
    private static final double TOLERANCE = 2e-6;
    private static final int[][] SIZES = {
        {1, 1, 1},
        {1, 7, 2},
        {13, 128, 128},
        {12, 24, 29},
        {37, 31, 33},
        {101, 64, 2},
        {7, 257, 65},
        {531, 19, 97},
        {24, 513, 32},
        {25, 32, 258},
    };

    static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Backend backend : Backend.all()) {
            for (int[] size : SIZES) {
                cases.add(Arguments.of(backend.gemm().name(), backend.gemm(), size[0], size[1], size[2]));
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0} rows={2} inputs={3} outputs={4}")
    @MethodSource("cases")
    void forward(String name, Gemm gemm, int rows, int inputs, int outputs) {
        double[] x = normal(rows * inputs, 1);
        double[] w = normal(inputs * outputs, 2);
        double[] b = normal(outputs, 3);
        float[] y = floats(new double[rows * outputs], 5);
        loaded(gemm, inputs, outputs, w).forward(rows, floats(x), shifted(b, 3), 3, y);
        assertClose("Y", y, DoubleKernels.linear(rows, inputs, outputs, x, w, b), TOLERANCE);
        assertUntouched(y, rows * outputs);
    }

    @ParameterizedTest(name = "{0} rows={2} inputs={3} outputs={4}")
    @MethodSource("cases")
    void inputGradient(String name, Gemm gemm, int rows, int inputs, int outputs) {
        double[] dy = normal(rows * outputs, 4);
        double[] w = normal(inputs * outputs, 5);
        float[] dx = floats(normal(rows * inputs, 6), 5);
        Gemm.Weight weight = loaded(gemm, inputs, outputs, w);
        double[] expected = DoubleKernels.linearInputGradient(rows, inputs, outputs, dy, w);
        weight.backwardInput(rows, floats(dy), dx, false);
        assertClose("dX", dx, expected, TOLERANCE);
        weight.backwardInput(rows, floats(dy), dx, true);
        assertClose("2 dX", dx, times(2, expected), TOLERANCE);
        assertUntouched(dx, rows * inputs);
    }

    @ParameterizedTest(name = "{0} rows={2} inputs={3} outputs={4}")
    @MethodSource("cases")
    void weightGradient(String name, Gemm gemm, int rows, int inputs, int outputs) {
        double[] x = normal(rows * inputs, 7);
        double[] dy = normal(rows * outputs, 8);
        double[] expected = DoubleKernels.linearWeightGradient(rows, inputs, outputs, x, dy);
        Gemm.Weight weight = loaded(gemm, inputs, outputs, normal(inputs * outputs, 9));
        float[] dw = shifted(new double[inputs * outputs], 2);
        weight.backwardWeight(rows, floats(x), floats(dy), dw, 2);
        weight.backwardWeight(rows, floats(x), floats(dy), dw, 2);
        float[] moved = Arrays.copyOfRange(dw, 2, dw.length);
        assertClose("2 dW", moved, times(2, expected), TOLERANCE);
        assertThat(dw[0]).isNaN();
        assertThat(dw[1]).isNaN();
    }

    private static Gemm.Weight loaded(Gemm gemm, int inputs, int outputs, double[] w) {
        Gemm.Weight weight = gemm.weight(inputs, outputs);
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
