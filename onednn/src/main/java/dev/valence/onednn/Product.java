package dev.valence.onednn;

import java.lang.ref.Reference;
import java.util.Objects;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
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
     */
    record Shape(Form form, int rows, int inputs, int outputs) {
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

    private final Shape shape;
    private final matmul product;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final memory left;
    private final memory right;
    private final @Nullable memory bias;
    private final memory result;

    /** @param packed how the weight is laid out; null where the right factor is none */
    Product(engine cpu, memory.data_type type, Shape shape, memory.@Nullable desc packed) {
        this.shape = shape;
        memory.desc leftSeen = shape.form() == Form.WEIGHT_GRADIENT
                ? new memory.desc(shape.left(), type, new long[] {1, shape.inputs()})
                : plain(shape.left(), type);
        memory.desc rightSeen = packed == null ? plain(shape.right(), type) : packed;
        memory.desc resultSeen = plain(new long[] {shape.left()[0], shape.right()[1]}, memory.data_type.f32);
        boolean biased = shape.form() == Form.FORWARD;
        memory.desc biasSeen = plain(new long[] {1, shape.outputs()}, memory.data_type.f32);
        product = new matmul(
                biased
                        ? new matmul.primitive_desc(cpu, leftSeen, rightSeen, biasSeen, resultSeen)
                        : new matmul.primitive_desc(cpu, leftSeen, rightSeen, resultSeen));
        left = new memory(leftSeen, cpu, null);
        right = new memory(rightSeen, cpu, null);
        bias = biased ? new memory(biasSeen, cpu, null) : null;
        result = new memory(resultSeen, cpu, null);
        arguments.put(dnnl.DNNL_ARG_SRC, left);
        arguments.put(dnnl.DNNL_ARG_WEIGHTS, right);
        if (bias != null) {
            arguments.put(dnnl.DNNL_ARG_BIAS, bias);
        }
        arguments.put(dnnl.DNNL_ARG_DST, result);
    }

    private static memory.desc plain(long[] dimensions, memory.data_type type) {
        return new memory.desc(dimensions, type, memory.format_tag.ab);
    }

    /** What is added to each row of {@link Form#FORWARD}. */
    void bias(ThreadProducts thread, float[] values, int offset) {
        int size = shape.outputs();
        Objects.requireNonNull(bias).set_data_handle(thread.bias().put(values, offset, size, size));
    }

    /** Multiplies by a packed weight; the result is in {@code thread.result()}. */
    void run(ThreadProducts thread, OneDnnOperand x, Pointer packed) {
        run(thread, x, packed, packed);
    }

    /** Multiplies the transpose of {@code x} by {@code dy}; the result is in {@code thread.result()}. */
    void run(ThreadProducts thread, OneDnnOperand x, OneDnnOperand dy) {
        run(thread, x, dy.pointer(), dy);
    }

    private void run(ThreadProducts thread, OneDnnOperand x, Pointer on, Object owner) {
        left.set_data_handle(x.pointer());
        right.set_data_handle(on);
        result.set_data_handle(thread.result().floats(shape.resultSize()));
        try {
            product.execute(thread.queue(), arguments);
        } finally { // memory outside the heap lives as long as those it belongs to
            Reference.reachabilityFence(x);
            Reference.reachabilityFence(owner);
        }
    }
}
