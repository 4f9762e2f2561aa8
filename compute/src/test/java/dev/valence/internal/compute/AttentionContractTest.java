package dev.valence.internal.compute;

import static dev.valence.internal.compute.Numbers.assertClose;
import static dev.valence.internal.compute.Numbers.floats;
import static dev.valence.internal.compute.Numbers.normal;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every implementation of attention must do, beside the double-precision specification. */
class AttentionContractTest {
    private static final double TOLERANCE = 3e-6;

    static List<Arguments> attentions() {
        List<Arguments> cases = new ArrayList<>();
        int[] all = {0, 1, 14, 31, 64};
        for (Backend backend : JavaBackends.all()) {
            for (int[] heads : new int[][] {{1, 1}, {3, 8}, {2, 7}, {2, 16}, {1, 64}, {1, 37}}) {
                for (Dropout dropout : List.of(Dropout.NONE, Dropout.of(0.3f, 4711, 89))) {
                    String kind = dropout.none() ? "" : " with dropout";
                    cases.add(Arguments.of(
                            backend.kernels().name(),
                            "self" + kind,
                            backend.kernels(),
                            dropout,
                            heads[0],
                            heads[1],
                            all,
                            all));
                    cases.add(Arguments.of(
                            backend.kernels().name(),
                            "first token" + kind,
                            backend.kernels(),
                            dropout,
                            heads[0],
                            heads[1],
                            new int[] {0, 1, 2, 3, 4},
                            all));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0} {1} heads={4} headWidth={5}")
    @MethodSource("attentions")
    void attention(
            String name, String kind, Kernels kernels, Dropout dropout, int heads, int k, int[] queries, int[] keys) {
        Attention.Shape shape = new Attention.Shape(queries.length - 1, queries, keys);
        int width = heads * k;
        int rows = shape.queries();
        int tokens = keys[keys.length - 1];
        double[] q = normal(rows * width, 31);
        double[] key = normal(tokens * width, 32);
        double[] v = normal(tokens * width, 33);
        double[] dContext = normal(rows * width, 34);
        Attention attention = kernels.attention(heads, k);
        float[] context = new float[rows * width];
        float[] statistics = new float[2 * heads * rows];
        attention.forward(shape, dropout, floats(q), floats(key), floats(v), context, statistics);
        assertClose("context", context, DoubleKernels.attention(shape, dropout, heads, k, q, key, v), TOLERANCE);

        Attention.Gradient gradient = new Attention.Gradient(
                floats(dContext),
                new float[rows * width],
                floats(new double[tokens * width], 3),
                floats(new double[tokens * width], 3));
        attention.backward(shape, dropout, floats(q), floats(key), floats(v), statistics, gradient);
        double[][] expected = DoubleKernels.attentionGradient(shape, dropout, heads, k, q, key, v, dContext);
        // a single key has probability 1 and score gradients of exactly 0, so compare with the size of the inputs
        assertClose("dQ", gradient.q(), expected[0], 5 * TOLERANCE);
        assertClose("dK", gradient.k(), expected[1], 5 * TOLERANCE);
        assertClose("dV", gradient.v(), expected[2], TOLERANCE);

        float[] shared = new float[rows * width];
        float[] sharedStatistics = new float[2 * heads * rows];
        for (int end = heads; end > 0; end -= 2) {
            kernels.attention(heads, k, Math.max(0, end - 2), end)
                    .forward(shape, dropout, floats(q), floats(key), floats(v), shared, sharedStatistics);
        }
        assertThat(shared).as("context, two heads at a time").isEqualTo(context);
        assertThat(sharedStatistics).as("statistics, two heads at a time").isEqualTo(statistics);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.valence.internal.compute.KernelsContractTest#kernels")
    void attentionStaysFiniteForLargeScores(String name, Kernels kernels) {
        Attention.Shape shape = new Attention.Shape(1, new int[] {0, 3}, new int[] {0, 3});
        float[] q = {300f, -300f, 0f};
        float[] ones = {1f, 2f, 3f};
        float[] context = new float[3];
        kernels.attention(1, 1).forward(shape, Dropout.NONE, q, q, ones, context, new float[6]);
        assertThat(context).containsExactly(new float[] {1f, 2f, 2f}, Offset.offset(1e-6f));
    }
}
