package dev.valence.onednn;

import dev.valence.internal.compute.Activation;
import java.util.Objects;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** One product of matrices in one shape, as oneDNN compiled it, with the memory objects it reads and writes. */
final class Product {
    /** The three products of a linear layer with W [inputs, outputs]. */
    enum Form {
        /** X [rows, inputs] · W + b. */
        FORWARD,
        /** dY [rows, outputs] · Wᵀ. */
        INPUT_GRADIENT,
        /** Xᵀ · dY, both [rows, …]. */
        WEIGHT_GRADIENT
    }

    /**
     * Which product.
     *
     * @param form its form
     * @param rows R, rounded up
     * @param inputs rows of W
     * @param outputs columns of W
     * @param activation what the result goes through, and stays where the next product reads it; null for a result in floats
     * @param stride columns of the matrix that the result is part of
     */
    record Shape(
            Form form,
            int rows,
            int inputs,
            int outputs,
            @Nullable Activation activation,
            int stride) {
        /** A product whose result is a matrix of its own, in floats. */
        static Shape of(Form form, int rows, int inputs, int outputs) {
            return new Shape(form, rows, inputs, outputs, null, form == Form.INPUT_GRADIENT ? inputs : outputs);
        }

        long[] left() {
            return switch (form) {
                case FORWARD -> new long[] {rows, inputs};
                case INPUT_GRADIENT -> new long[] {rows, outputs};
                case WEIGHT_GRADIENT -> new long[] {inputs, rows};
            };
        }

        long[] right() {
            return switch (form) {
                case FORWARD -> new long[] {inputs, outputs};
                case INPUT_GRADIENT -> new long[] {outputs, inputs};
                case WEIGHT_GRADIENT -> new long[] {rows, outputs};
            };
        }

        int resultSize() {
            return Math.toIntExact(left()[0] * right()[1]);
        }
    }

    private final CompiledPrimitive product;
    private final memory left;
    private final memory right;
    private final @Nullable memory bias;
    private final memory result;

    /** @param packed how the weight is laid out; null where the right factor is none */
    Product(engine cpu, memory.data_type type, Shape shape, memory.@Nullable desc packed) {
        memory.desc leftSeen = shape.form() == Form.WEIGHT_GRADIENT
                ? new memory.desc(shape.left(), type, new long[] {1, shape.inputs()})
                : plain(shape.left(), type);
        memory.desc rightSeen = packed == null ? plain(shape.right(), type) : packed;
        memory.desc resultSeen = new memory.desc(
                new long[] {shape.left()[0], shape.right()[1]},
                shape.activation() == null ? memory.data_type.f32 : type,
                new long[] {shape.stride(), 1});
        boolean biased = shape.form() == Form.FORWARD;
        memory.desc biasSeen = plain(new long[] {1, shape.outputs()}, memory.data_type.f32);
        product = new CompiledPrimitive(
                cpu,
                attributes(shape.activation()),
                attributes -> biased
                        ? new matmul.primitive_desc(cpu, leftSeen, rightSeen, biasSeen, resultSeen, attributes, false)
                        : new matmul.primitive_desc(cpu, leftSeen, rightSeen, resultSeen, attributes, false),
                matmul::new);
        left = product.argument(dnnl.DNNL_ARG_SRC, leftSeen);
        right = product.argument(dnnl.DNNL_ARG_WEIGHTS, rightSeen);
        bias = biased ? product.argument(dnnl.DNNL_ARG_BIAS, biasSeen) : null;
        result = product.argument(dnnl.DNNL_ARG_DST, resultSeen);
    }

    private static primitive_attr attributes(@Nullable Activation f) {
        primitive_attr attributes = CompiledPrimitive.attributes();
        if (f != null) {
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
            attributes.set_post_ops(after);
        }
        return attributes;
    }

    private static memory.desc plain(long[] dimensions, memory.data_type type) {
        return new memory.desc(dimensions, type, memory.format_tag.ab);
    }

    /**
     * Multiplies.
     *
     * @param own whose memory it may use
     * @param x the left factor
     * @param y the right one
     * @param added to each row of {@link Form#FORWARD}; null for the other forms
     * @param to where the first element of the result goes
     */
    void run(Multiplier own, Pointer x, Pointer y, @Nullable Pointer added, Pointer to) {
        left.set_data_handle(x);
        right.set_data_handle(y);
        if (bias != null) {
            bias.set_data_handle(Objects.requireNonNull(added));
        }
        result.set_data_handle(to);
        product.run(own);
    }
}
