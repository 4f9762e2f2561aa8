package dev.valence.internal.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;

/** Random inputs and comparisons for numeric tests. */
public final class Numbers {
    private Numbers() {}

    /** Normal numbers, the same for the same seed. */
    public static double[] normal(int n, long seed) {
        Random random = new Random(seed);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** Narrowed to float, with {@code spare} NaNs behind the end that no kernel may touch. */
    public static float[] floats(double[] x, int spare) {
        float[] f = new float[x.length + spare];
        Arrays.fill(f, Float.NaN);
        for (int i = 0; i < x.length; i++) {
            f[i] = (float) x[i];
        }
        return f;
    }

    /** Narrowed to float. */
    public static float[] floats(double[] x) {
        return floats(x, 0);
    }

    /** Σ a·b. */
    public static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Gradient of {@code f} at {@code x} by central differences. */
    public static double[] centralDifferences(double[] x, ToDoubleFunction<double[]> f) {
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double step = 1e-5;
            double[] moved = x.clone();
            moved[i] = x[i] + step;
            double above = f.applyAsDouble(moved);
            moved[i] = x[i] - step;
            gradient[i] = (above - f.applyAsDouble(moved)) / (2 * step);
        }
        return gradient;
    }

    /** Every element within {@code tolerance} of the expected, relative to the largest expected magnitude. */
    public static void assertClose(String what, float[] actual, double[] expected, double tolerance) {
        double[] widened = new double[expected.length];
        for (int i = 0; i < expected.length; i++) {
            widened[i] = actual[i];
        }
        assertClose(what, widened, expected, tolerance);
    }

    /** Every element within {@code tolerance} of the expected, relative to the largest expected magnitude. */
    public static void assertClose(String what, double[] actual, double[] expected, double tolerance) {
        assertThat(actual.length).as(what).isGreaterThanOrEqualTo(expected.length);
        double largest = 1e-30;
        for (double e : expected) {
            largest = Math.max(largest, Math.abs(e));
        }
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("%s[%d]", what, i).isCloseTo(expected[i], Offset.offset(tolerance * largest));
        }
    }
}
