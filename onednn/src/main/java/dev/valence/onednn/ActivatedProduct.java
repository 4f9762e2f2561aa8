package dev.valence.onednn;

import dev.valence.compute.Activation;
import java.lang.ref.Reference;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/**
 * f(X·W + b) for some columns of W, written as the next product reads it: what would be copied out as floats, through the
 * activation and back in rounded never leaves oneDNN.
 */
final class ActivatedProduct {
    /**
     * Which product.
     *
     * @param rows R, rounded up
     * @param inputs rows of W
     * @param width its columns in this product
     * @param columns of the matrix that the result is part of
     * @param f the activation
     */
    record Shape(int rows, int inputs, int width, int columns, Activation f) {}

    private final matmul product;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final memory left;
    private final memory right;
    private final memory bias;
    private final memory result;

    /** @param packed how the weight is laid out */
    ActivatedProduct(engine cpu, memory.data_type type, Shape shape, memory.desc packed) {
        memory.desc leftSeen = new memory.desc(new long[] {shape.rows(), shape.inputs()}, type, memory.format_tag.ab);
        memory.desc biasSeen =
                new memory.desc(new long[] {1, shape.width()}, memory.data_type.f32, memory.format_tag.ab);
        memory.desc resultSeen =
                new memory.desc(new long[] {shape.rows(), shape.width()}, type, new long[] {shape.columns(), 1});
        product = new matmul(
                new matmul.primitive_desc(cpu, leftSeen, packed, biasSeen, resultSeen, attributes(shape.f()), false));
        left = new memory(leftSeen, cpu, null);
        right = new memory(packed, cpu, null);
        bias = new memory(biasSeen, cpu, null);
        result = new memory(resultSeen, cpu, null);
        arguments.put(dnnl.DNNL_ARG_SRC, left);
        arguments.put(dnnl.DNNL_ARG_WEIGHTS, right);
        arguments.put(dnnl.DNNL_ARG_BIAS, bias);
        arguments.put(dnnl.DNNL_ARG_DST, result);
    }

    private static primitive_attr attributes(Activation f) {
        post_ops after = new post_ops();
        after.append_eltwise(
                switch (f) {
                    case RELU -> dnnl.algorithm.eltwise_relu;
                    case GELU -> dnnl.algorithm.eltwise_gelu_erf;
                    case GELU_TANH -> dnnl.algorithm.eltwise_gelu_tanh;
                    case TANH -> dnnl.algorithm.eltwise_tanh;
                },
                0f,
                0f);
        primitive_attr attributes = new primitive_attr();
        attributes.set_post_ops(after);
        return attributes;
    }

    /** Multiplies by a packed weight and writes the columns of {@code y} that begin with {@code first}. */
    void run(ThreadProducts thread, OneDnnOperand x, Pointer packed, Pointer biases, OneDnnOperand y, int first) {
        left.set_data_handle(x.pointer());
        right.set_data_handle(packed);
        bias.set_data_handle(biases);
        result.set_data_handle(y.column(first));
        try {
            product.execute(thread.queue(), arguments);
        } finally { // memory outside the heap lives as long as those it belongs to
            Reference.reachabilityFence(x);
            Reference.reachabilityFence(packed);
            Reference.reachabilityFence(y);
        }
    }
}
