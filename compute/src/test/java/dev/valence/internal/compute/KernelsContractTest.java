package dev.valence.internal.compute;

import static dev.valence.internal.compute.Numbers.assertClose;
import static dev.valence.internal.compute.Numbers.floats;
import static dev.valence.internal.compute.Numbers.normal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every implementation of the kernels must do, beside the double-precision specification. */
class KernelsContractTest {
    private static final double TOLERANCE = 3e-6;
    private static final int[] LENGTHS = {1, 13, 64, 1009};

    static List<Arguments> kernels() {
        return JavaBackends.all().stream()
                .map(backend -> Arguments.of(backend.kernels().name(), backend.kernels()))
                .toList();
    }

    static List<Arguments> lengths() {
        return combine(LENGTHS);
    }

    static List<Arguments> widths() {
        return combine(new int[] {1, 7, 24, 31, 64, 131});
    }

    private static List<Arguments> combine(int[] sizes) {
        List<Arguments> cases = new ArrayList<>();
        for (Backend backend : JavaBackends.all()) {
            for (int size : sizes) {
                cases.add(Arguments.of(backend.kernels().name(), backend.kernels(), size));
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0} width={2}")
    @MethodSource("widths")
    void layerNorm(String name, Kernels kernels, int width) {
        int rows = 5;
        float epsilon = 1e-5f;
        double[] x = normal(rows * width, 21);
        double[] scale = normal(width, 22);
        double[] bias = normal(width, 23);
        double[] dy = normal(rows * width, 24);
        float[] arena = new float[2 * width];
        System.arraycopy(floats(scale), 0, arena, 0, width);
        System.arraycopy(floats(bias), 0, arena, width, width);
        Kernels.Norm norm = new Kernels.Norm(width, epsilon, 0, width);

        float[] normalized = floats(x);
        float[] inverse = new float[rows];
        float[] y = new float[rows * width];
        kernels.layerNorm(norm, arena, rows, normalized, inverse, y);
        assertClose("y", y, DoubleKernels.layerNorm(rows, width, x, scale, bias, epsilon), TOLERANCE);

        double[] dScale = new double[width];
        double[] dBias = new double[width];
        double[] dx = DoubleKernels.layerNormGradient(rows, width, x, scale, epsilon, dy, dScale, dBias);
        float[] gradients = new float[2 * width];
        float[] inPlace = floats(dy);
        kernels.layerNormBackward(norm, arena, rows, inPlace, normalized, inverse, inPlace, gradients);
        if (width > 1) { // a row of one number is constant: its gradient is nothing but rounding
            assertClose("dx", inPlace, dx, 3 * TOLERANCE);
            assertClose("dScale", Arrays.copyOf(gradients, width), dScale, TOLERANCE);
        }
        assertClose("dBias", Arrays.copyOfRange(gradients, width, 2 * width), dBias, TOLERANCE);
    }

    @ParameterizedTest(name = "{0} n={2}")
    @MethodSource("lengths")
    void dropoutKeepsWhatItsFactorSays(String name, Kernels kernels, int n) {
        Dropout dropout = Dropout.of(0.3f, 12345, 678);
        double[] x = normal(n, 41);
        double[] residual = normal(n, 42);
        double[] dropped = new double[n];
        double[] added = new double[n];
        double[] rectified = new double[n];
        double[] gradient = new double[n];
        for (int i = 0; i < n; i++) {
            dropped[i] = dropout.factor(i) * x[i];
            added[i] = residual[i] + dropped[i];
            rectified[i] = dropout.factor(i) * Math.max(0, x[i]);
            gradient[i] = x[i] > 0 ? dropout.factor(i) * residual[i] : 0;
        }
        float[] target = floats(x, 3);
        kernels.dropout(dropout, n, target, target);
        assertClose("dropout", target, dropped, 1e-7);
        assertThat(target[n]).isNaN();
        float[] sum = floats(x);
        kernels.addDropout(dropout, n, floats(residual), sum);
        assertClose("addDropout", sum, added, 2e-7);
        float[] h = floats(x);
        kernels.activate(Activation.RELU, dropout, n, h, h);
        assertClose("dropout after ReLU", h, rectified, 1e-7);
        float[] dh = floats(residual);
        kernels.activateBackward(Activation.RELU, dropout, n, h, dh);
        assertClose("gradient of dropout after ReLU", dh, gradient, 1e-7);
    }

    @ParameterizedTest(name = "{0} n={2}")
    @MethodSource("lengths")
    void withoutDropoutNothingIsScaled(String name, Kernels kernels, int n) {
        double[] x = normal(n, 43);
        float[] h = floats(x);
        kernels.activate(Activation.RELU, Dropout.NONE, n, h, h);
        assertClose("relu", h, Arrays.stream(x).map(v -> Math.max(0, v)).toArray(), 0);
        float[] sum = floats(x);
        kernels.addDropout(Dropout.NONE, n, floats(x), sum);
        assertClose("sum", sum, Arrays.stream(x).map(v -> 2 * v).toArray(), 0);
        float[] copy = new float[n];
        kernels.dropout(Dropout.NONE, n, floats(x), copy);
        assertClose("copy", copy, x, 0);
    }

    static List<Arguments> activations() {
        List<Arguments> cases = new ArrayList<>();
        for (Backend backend : JavaBackends.all()) {
            for (Activation f : Activation.values()) {
                for (int n : LENGTHS) {
                    cases.add(Arguments.of(backend.kernels().name(), backend.kernels(), f, n));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0} {2} n={3}")
    @MethodSource("activations")
    void activation(String name, Kernels kernels, Activation f, int n) {
        double[] x = normal(n, 45);
        Arrays.setAll(x, i -> (float) (3 * x[i]));
        double[] dy = normal(n, 46);
        Dropout dropout = Dropout.of(0.3f, 999, 13);
        float[] y = floats(new double[n], 3);
        float[] dx = floats(dy, 3);
        float[] given = floats(x);
        kernels.activate(f, dropout, n, given, y);
        kernels.activateBackward(f, dropout, n, f.inPlace() ? y : given, dx);
        for (int i = 0; i < n; i++) {
            double factor = dropout.factor(i);
            double expected = factor * DoubleKernels.activation(f, x[i]);
            double slope = factor * DoubleKernels.activationSlope(f, x[i]);
            assertThat((double) y[i]).as("f(%s)", x[i]).isCloseTo(expected, Offset.offset(3e-7 * Math.abs(x[i])));
            assertThat((double) dx[i])
                    .as("gradient at %s", x[i])
                    .isCloseTo(slope * dy[i], Offset.offset(6e-7 * Math.abs(dy[i])));
        }
        assertThat(y[n]).isNaN();
        assertThat(dx[n]).isNaN();
    }

    static List<Arguments> functions() {
        return activations().stream()
                .filter(arguments -> arguments.get()[3].equals(LENGTHS[0]))
                .toList();
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("functions")
    void activationsAtTheirEdges(String name, Kernels kernels, Activation f, int n) {
        float[] x = {0f, -0f, 1e-5f, -1e-5f, 0.6249f, -0.6251f, -4.5f, 9f, 40f, -40f, 1e4f, -1e4f, 1e10f, -1e10f};
        float[] y = new float[x.length];
        float[] dx = new float[x.length];
        Arrays.fill(dx, 1f);
        kernels.activate(f, Dropout.NONE, x.length, x, y);
        kernels.activateBackward(f, Dropout.NONE, x.length, x, dx);
        for (int i = 0; i < x.length; i++) {
            boolean far = Math.abs(x[i]) > 10;
            double limit = f == Activation.TANH ? Math.signum(x[i]) : Math.max(x[i], 0);
            double expected = far ? limit : DoubleKernels.activation(f, x[i]);
            double slope = far ? (f == Activation.TANH || x[i] < 0 ? 0 : 1) : DoubleKernels.activationSlope(f, x[i]);
            assertThat((double) y[i])
                    .as("f(%s)", x[i])
                    .isCloseTo(expected, Offset.offset(4e-6 * Math.abs(expected) + 1e-20));
            assertThat((double) dx[i]).as("slope at %s", x[i]).isCloseTo(slope, Offset.offset(4e-7));
        }
    }

    @ParameterizedTest(name = "{0} {2} n={3}")
    @MethodSource("activations")
    void anActivationDoesNotDependOnWhereANumberStands(String name, Kernels kernels, Activation f, int n) {
        float[] x = floats(normal(n, 47));
        float[] y = new float[n];
        kernels.activate(f, Dropout.NONE, n, x, y);
        float[] one = new float[1];
        kernels.activate(f, Dropout.NONE, 1, new float[] {x[n / 2]}, one);
        assertThat(one[0]).isEqualTo(y[n / 2]);
    }

    @ParameterizedTest(name = "{0} {2} n={3}")
    @MethodSource("activations")
    void activationsOfPartsAreThoseOfTheWhole(String name, Kernels kernels, Activation f, int n) {
        Dropout dropout = Dropout.of(0.3f, 999, 13);
        float[] x = floats(normal(n, 48));
        float[] whole = new float[n];
        kernels.activate(f, dropout, n, x, whole);
        int third = n / 3;
        float[] parts = floats(new double[n], 3);
        kernels.activate(f, dropout, third, n, x, parts);
        float[] second = Arrays.copyOfRange(parts, third, n);
        kernels.activate(f, dropout, 0, third, x, parts);
        assertThat(Arrays.copyOfRange(parts, third, n)).isEqualTo(second);
        assertThat(Arrays.copyOf(parts, n)).isEqualTo(whole);
        assertThat(parts[n]).isNaN();
    }

    @ParameterizedTest(name = "{0} n={2}")
    @MethodSource("lengths")
    void sums(String name, Kernels kernels, int n) {
        int from = Math.min(3, n - 1);
        double[] x = normal(n, 51);
        double[] y = normal(n, 52);
        double squares = 0;
        double[] sum = y.clone();
        double[] scaled = y.clone();
        for (int i = from; i < n; i++) {
            squares += x[i] * x[i];
            sum[i] += x[i];
            scaled[i] -= 0.5 * x[i];
        }
        assertThat(kernels.sumOfSquares(from, n, floats(x))).isCloseTo(squares, Offset.offset(1e-6 * squares));
        float[] source = floats(x);
        float[] target = floats(y);
        kernels.addAndClear(from, n, source, target);
        assertClose("sum", target, sum, 1e-7);
        for (int i = 0; i < n; i++) {
            assertThat(source[i]).isEqualTo(i < from ? (float) x[i] : 0f);
        }
        float[] added = floats(y);
        kernels.addScaled(n - from, -0.5f, floats(x), from, added, from);
        assertClose("scaled", added, scaled, 1e-7);
    }

    @ParameterizedTest(name = "{0} width={2}")
    @MethodSource("widths")
    void columnSums(String name, Kernels kernels, int width) {
        int rows = 17;
        double[] x = normal(rows * width, 61);
        double[] expected = new double[width + 2];
        for (int i = 0; i < x.length; i++) {
            expected[2 + i % width] += x[i];
        }
        float[] sums = new float[width + 2];
        kernels.addColumnSums(rows, width, floats(x), sums, 2);
        assertClose("sums", sums, expected, TOLERANCE);
    }

    @ParameterizedTest(name = "{0} classes={2}")
    @MethodSource("lengths")
    void crossEntropy(String name, Kernels kernels, int classes) {
        double[] row = normal(classes, 91);
        Arrays.setAll(row, i -> (float) (5 * row[i] - 40));
        float[] logits = new float[classes + 5];
        System.arraycopy(floats(row), 0, logits, 3, classes);
        logits[2] = logits[classes + 3] = 1e9f; // the neighbours must not matter
        float largest = kernels.largest(classes, logits, 3);
        assertThat(largest).isEqualTo((float) Arrays.stream(row).max().orElseThrow());
        for (int label : new int[] {0, classes / 2, classes - 1}) {
            float[] gradient = logits.clone();
            double loss = kernels.crossEntropy(classes, gradient, 3, largest, label, 0.25f);
            assertThat(loss)
                    .as("loss of label %d", label)
                    .isCloseTo(DoubleKernels.crossEntropy(row, label), Offset.offset(1e-5 * Math.max(1, loss)));
            assertClose(
                    "gradient of label " + label,
                    Arrays.copyOfRange(gradient, 3, classes + 3),
                    Arrays.stream(DoubleKernels.crossEntropyGradient(row, label))
                            .map(g -> 0.25 * g)
                            .toArray(),
                    TOLERANCE);
            assertThat(gradient[2]).isEqualTo(1e9f);
            assertThat(gradient[classes + 3]).isEqualTo(1e9f);
        }
    }

    @ParameterizedTest(name = "{0} n={2}")
    @MethodSource("lengths")
    void adam(String name, Kernels kernels, int n) {
        double[] p = normal(n, 71);
        double[] m = new double[n];
        double[] v = new double[n];
        float[] parameters = floats(p);
        float[] first = new float[n];
        float[] second = new float[n];
        for (int t = 1; t <= 5; t++) {
            double[] g = normal(n, 80 + t);
            double rate = 0.01;
            double decay = 0.1;
            double clip = 0.7;
            kernels.adam(
                    new Kernels.AdamStep(
                            (float) clip,
                            0.9f,
                            0.1f,
                            0.999f,
                            0.001f,
                            (float) (rate / (1 - Math.pow(0.9, t))),
                            (float) (1 / (1 - Math.pow(0.999, t))),
                            1e-8f,
                            (float) (rate * decay)),
                    0,
                    n,
                    parameters,
                    floats(g),
                    first,
                    second);
            for (int i = 0; i < n; i++) { // PyTorch's AdamW, in the order its documentation writes it
                double gradient = clip * g[i];
                p[i] -= rate * decay * p[i];
                m[i] = 0.9 * m[i] + 0.1 * gradient;
                v[i] = 0.999 * v[i] + 0.001 * gradient * gradient;
                double mHat = m[i] / (1 - Math.pow(0.9, t));
                double vHat = v[i] / (1 - Math.pow(0.999, t));
                p[i] -= rate * mHat / (Math.sqrt(vHat) + 1e-8);
            }
        }
        assertClose("parameters", parameters, p, 1e-6);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kernels")
    void adamFlushesTinyFirstMoments(String name, Kernels kernels) {
        float[] first = new float[37];
        Arrays.fill(first, 1e-30f);
        float[] parameters = new float[37];
        kernels.adam(
                new Kernels.AdamStep(1f, 0.9f, 0.1f, 0.999f, 0.001f, 1f, 1f, 1e-8f, 0f),
                0,
                37,
                parameters,
                new float[37],
                first,
                new float[37]);
        assertThat(first).containsOnly(0f);
        assertThat(parameters).containsOnly(0f);
    }
}
