package dev.valence.onednn;

import dev.valence.compute.Activation;
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

    private final CompiledPrimitive product;
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
        product = new CompiledPrimitive(
                cpu,
                attributes(shape.f()),
                attributes -> new matmul.primitive_desc(cpu, leftSeen, packed, biasSeen, resultSeen, attributes, false),
                matmul::new);
        left = product.argument(dnnl.DNNL_ARG_SRC, leftSeen);
        right = product.argument(dnnl.DNNL_ARG_WEIGHTS, packed);
        bias = product.argument(dnnl.DNNL_ARG_BIAS, biasSeen);
        result = product.argument(dnnl.DNNL_ARG_DST, resultSeen);
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
        primitive_attr attributes = CompiledPrimitive.attributes();
        attributes.set_post_ops(after);
        return attributes;
    }

    /**
     * Multiplies.
     *
     * @param own whose memory it may use
     * @param x the left factor
     * @param packed the weight
     * @param biases added to each row before the activation
     * @param to where the first column of the result goes
     */
    void run(Multiplier own, Pointer x, Pointer packed, Pointer biases, Pointer to) {
        left.set_data_handle(x);
        right.set_data_handle(packed);
        bias.set_data_handle(biases);
        result.set_data_handle(to);
        product.run(own);
    }
}
