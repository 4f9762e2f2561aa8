package dev.valence.formats.onnx;

import org.jspecify.annotations.Nullable;

/**
 * {@code Y = X·W + b} found in a graph: a MatMul and an Add, or a Gemm.
 *
 * @param input the value X
 * @param weight W, [in, out], or [out, in]
 * @param outFirst whether it is [out, in]
 * @param bias b, [out]
 */
record OnnxLinear(String input, OnnxTensor weight, boolean outFirst, OnnxTensor bias) {

    /** The linear layer that makes a value, null if something else does. */
    static @Nullable OnnxLinear find(OnnxGraph graph, String value) {
        OnnxNode gemm = graph.producer(value, "Gemm");
        if (gemm != null) {
            boolean plain =
                    gemm.number("alpha", 1) == 1 && gemm.number("beta", 1) == 1 && gemm.integer("transA", 0) == 0;
            boolean outFirst = gemm.integer("transB", 0) != 0;
            return plain
                    ? of(gemm.input(0), graph.constant(gemm.input(1)), outFirst, graph.constant(gemm.input(2)))
                    : null;
        }
        OnnxNode add = graph.producer(value, "Add");
        if (add == null) {
            return null;
        }
        OnnxLinear linear = product(graph, add.input(0), add.input(1));
        return linear != null ? linear : product(graph, add.input(1), add.input(0));
    }

    /** The linear layer that makes a value. */
    static OnnxLinear require(OnnxGraph graph, String value, String what) {
        OnnxLinear linear = find(graph, value);
        if (linear == null) {
            throw graph.unsupported(value, "MatMul with a constant and Add of a bias for " + what);
        }
        return linear;
    }

    private static @Nullable OnnxLinear product(OnnxGraph graph, String product, String bias) {
        OnnxNode multiply = graph.producer(product, "MatMul");
        if (multiply == null) {
            return null;
        }
        OnnxNode transpose = graph.producer(multiply.input(1), "Transpose"); // where constants were not folded
        String weight = transpose == null ? multiply.input(1) : transpose.input(0);
        return of(multiply.input(0), graph.constant(weight), transpose != null, graph.constant(bias));
    }

    private static @Nullable OnnxLinear of(
            String input, @Nullable OnnxTensor weight, boolean outFirst, @Nullable OnnxTensor bias) {
        if (weight == null || bias == null || weight.rank() != 2 || bias.rank() != 1) {
            return null;
        }
        OnnxLinear linear = new OnnxLinear(input, weight, outFirst, bias);
        return bias.extent(0) == linear.out() ? linear : null;
    }

    int in() {
        return weight.extent(outFirst ? 1 : 0);
    }

    int out() {
        return weight.extent(outFirst ? 0 : 1);
    }

    /** The weight as Hugging Face keeps it, [out, in]. */
    float[] outFirstWeight() {
        float[] values = weight.floats();
        if (outFirst) {
            return values;
        }
        float[] turned = new float[values.length];
        int out = out();
        int in = in();
        for (int i = 0; i < in; i++) {
            for (int o = 0; o < out; o++) {
                turned[o * in + i] = values[i * out + o];
            }
        }
        return turned;
    }
}
