package dev.valence.formats.onnx;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A LayerNorm (Ba et al. 2016) over the last axis found in a graph, as one operation or as the nine of older exports.
 *
 * @param input the value that is normalized
 * @param weight [D]
 * @param bias [D]
 * @param epsilon what is added to the variance
 */
record Normalization(String input, OnnxTensor weight, OnnxTensor bias, double epsilon) {
    private static final float DEFAULT_EPSILON = 1e-5f;
    private static final long LAST = -1;
    private static final long THIRD = 2; // the last of [B, S, D]

    /** The LayerNorm that makes a value, null if something else does. */
    static @Nullable Normalization find(OnnxGraph graph, String value) {
        OnnxNode fused = graph.producer(value, "LayerNormalization");
        if (fused != null) {
            long axis = fused.integer("axis", LAST);
            float epsilon = fused.number("epsilon", DEFAULT_EPSILON);
            return axis != LAST && axis != THIRD
                    ? null
                    : of(fused.input(0), graph.constant(fused.input(1)), graph.constant(fused.input(2)), epsilon);
        }
        OnnxNode add = graph.producer(value, "Add");
        if (add == null) {
            return null;
        }
        int bias = graph.constant(add.input(0)) != null ? 0 : 1;
        OnnxNode multiply = graph.producer(add.input(1 - bias), "Mul");
        if (multiply == null) {
            return null;
        }
        int weight = graph.constant(multiply.input(0)) != null ? 0 : 1;
        OnnxNode divide = graph.producer(multiply.input(1 - weight), "Div");
        return divide == null
                ? null
                : decomposed(graph, divide, graph.constant(multiply.input(weight)), graph.constant(add.input(bias)));
    }

    /** The LayerNorm that makes a value. */
    static Normalization require(OnnxGraph graph, String value, String what) {
        Normalization normalization = find(graph, value);
        if (normalization == null) {
            throw graph.unsupported(value, "LayerNorm over the last axis for " + what);
        }
        return normalization;
    }

    /** The quotient is (x - mean) / sqrt(variance + epsilon). */
    private static @Nullable Normalization decomposed(
            OnnxGraph graph, OnnxNode divide, @Nullable OnnxTensor weight, @Nullable OnnxTensor bias) {
        String input = centred(graph, divide.input(0));
        OnnxNode root = graph.producer(divide.input(1), "Sqrt");
        OnnxNode sum = root == null ? null : graph.producer(root.input(0), "Add");
        if (input == null || sum == null) {
            return null;
        }
        int variance = graph.scalar(sum.input(0)).isPresent() ? 1 : 0;
        OptionalDouble epsilon = graph.scalar(sum.input(1 - variance));
        String squared = mean(graph, sum.input(variance));
        String deviation = squared == null ? null : root(graph, squared);
        boolean same = deviation != null && input.equals(centred(graph, deviation));
        return same && epsilon.isPresent() ? of(input, weight, bias, (float) epsilon.getAsDouble()) : null;
    }

    /** x where the value is x - mean(x), else null. */
    private static @Nullable String centred(OnnxGraph graph, String value) {
        OnnxNode subtract = graph.producer(value, "Sub");
        if (subtract == null) {
            return null;
        }
        String mean = mean(graph, subtract.input(1));
        String input = graph.origin(subtract.input(0));
        return input.equals(mean) ? input : null;
    }

    /** x where the value is the mean of x over the last axis, else null. */
    private static @Nullable String mean(OnnxGraph graph, String value) {
        OnnxNode reduce = graph.producer(value, "ReduceMean");
        if (reduce == null || reduce.integer("keepdims", 1) != 1) {
            return null;
        }
        long[] axes = reduce.input(1).isEmpty()
                ? reduce.integers("axes").stream().mapToLong(Long::longValue).toArray()
                : graph.integers(reduce.input(1));
        boolean last = Arrays.equals(axes, new long[] {LAST}) || Arrays.equals(axes, new long[] {THIRD});
        return last ? graph.origin(reduce.input(0)) : null;
    }

    /** x where the value is x squared, else null. */
    private static @Nullable String root(OnnxGraph graph, String value) {
        OnnxNode power = graph.producer(value, "Pow");
        if (power != null) {
            OptionalDouble exponent = graph.scalar(power.input(1));
            return exponent.isPresent() && exponent.getAsDouble() == 2 ? power.input(0) : null;
        }
        OnnxNode multiply = graph.producer(value, "Mul");
        return multiply != null && multiply.input(0).equals(multiply.input(1)) ? multiply.input(0) : null;
    }

    /** The shortest decimal that is this float, so that 1e-12 stays 1e-12. */
    private static @Nullable Normalization of(
            String input, @Nullable OnnxTensor weight, @Nullable OnnxTensor bias, float epsilon) {
        if (weight == null
                || bias == null
                || weight.rank() != 1
                || !weight.extents().equals(bias.extents())) {
            return null;
        }
        return new Normalization(input, weight, bias, Double.parseDouble(Float.toString(epsilon)));
    }
}
