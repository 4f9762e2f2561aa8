package dev.valence.internal.compute;

import static dev.valence.internal.compute.Numbers.assertClose;
import static dev.valence.internal.compute.Numbers.centralDifferences;
import static dev.valence.internal.compute.Numbers.dot;
import static dev.valence.internal.compute.Numbers.normal;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The specification's gradients against central differences of its own forward passes. */
class DoubleKernelsTest {
    private static final double TOLERANCE = 1e-7;

    @Test
    void linear() {
        int rows = 3;
        int inputs = 5;
        int outputs = 7;
        double[] x = normal(rows * inputs, 1);
        double[] w = normal(inputs * outputs, 2);
        double[] b = normal(outputs, 3);
        double[] dy = normal(rows * outputs, 4);
        assertClose(
                "dX",
                DoubleKernels.linearInputGradient(rows, inputs, outputs, dy, w),
                centralDifferences(x, z -> dot(dy, DoubleKernels.linear(rows, inputs, outputs, z, w, b))),
                TOLERANCE);
        assertClose(
                "dW",
                DoubleKernels.linearWeightGradient(rows, inputs, outputs, x, dy),
                centralDifferences(w, z -> dot(dy, DoubleKernels.linear(rows, inputs, outputs, x, z, b))),
                TOLERANCE);
    }

    @Test
    void layerNorm() {
        int rows = 3;
        int width = 11;
        double epsilon = 1e-5;
        double[] x = normal(rows * width, 5);
        double[] scale = normal(width, 6);
        double[] bias = normal(width, 7);
        double[] dy = normal(rows * width, 8);
        double[] dScale = new double[width];
        double[] dBias = new double[width];
        assertClose(
                "dX",
                DoubleKernels.layerNormGradient(rows, width, x, scale, epsilon, dy, dScale, dBias),
                centralDifferences(x, z -> dot(dy, DoubleKernels.layerNorm(rows, width, z, scale, bias, epsilon))),
                TOLERANCE);
        assertClose(
                "dScale",
                dScale,
                centralDifferences(scale, z -> dot(dy, DoubleKernels.layerNorm(rows, width, x, z, bias, epsilon))),
                TOLERANCE);
        assertClose(
                "dBias",
                dBias,
                centralDifferences(bias, z -> dot(dy, DoubleKernels.layerNorm(rows, width, x, scale, z, epsilon))),
                TOLERANCE);
    }

    @Test
    void attention() {
        int heads = 2;
        int k = 3;
        Attention.Shape shape = new Attention.Shape(2, new int[] {0, 2, 3}, new int[] {0, 5, 8});
        double[] q = normal(3 * heads * k, 9);
        double[] key = normal(8 * heads * k, 10);
        double[] v = normal(8 * heads * k, 11);
        double[] dy = normal(q.length, 12);
        Dropout dropout = Dropout.of(0.4f, 777, 5);
        double[][] gradient = DoubleKernels.attentionGradient(shape, dropout, heads, k, q, key, v, dy);
        assertClose(
                "dQ",
                gradient[0],
                centralDifferences(q, z -> dot(dy, DoubleKernels.attention(shape, dropout, heads, k, z, key, v))),
                TOLERANCE);
        assertClose(
                "dK",
                gradient[1],
                centralDifferences(key, z -> dot(dy, DoubleKernels.attention(shape, dropout, heads, k, q, z, v))),
                TOLERANCE);
        assertClose(
                "dV",
                gradient[2],
                centralDifferences(v, z -> dot(dy, DoubleKernels.attention(shape, dropout, heads, k, q, key, z))),
                TOLERANCE);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activations(Activation f) {
        double[] x = normal(23, 14);
        assertClose(
                "slope",
                Arrays.stream(x).map(v -> DoubleKernels.activationSlope(f, v)).toArray(),
                centralDifferences(x, z -> Arrays.stream(z)
                        .map(v -> DoubleKernels.activation(f, v))
                        .sum()),
                TOLERANCE);
    }

    @Test
    void crossEntropy() {
        double[] logits = normal(7, 13);
        assertClose(
                "dLogits",
                DoubleKernels.crossEntropyGradient(logits, 4),
                centralDifferences(logits, z -> DoubleKernels.crossEntropy(z, 4)),
                TOLERANCE);
    }
}
