package dev.valence.onednn;

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
    private final Factor left;
    private final @Nullable Factor right;
    private final @Nullable memory weight;
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
        left = new Factor(cpu, leftSeen, type, Math.toIntExact(shape.left()[0] * shape.left()[1]));
        right = packed == null
                ? new Factor(cpu, rightSeen, type, Math.toIntExact(shape.right()[0] * shape.right()[1]))
                : null;
        weight = packed == null ? null : new memory(packed, cpu, null);
        bias = biased ? new memory(biasSeen, cpu, null) : null;
        result = new memory(resultSeen, cpu, null);
        arguments.put(dnnl.DNNL_ARG_SRC, left.multiplied());
        arguments.put(dnnl.DNNL_ARG_WEIGHTS, right == null ? weight : right.multiplied());
        if (bias != null) {
            arguments.put(dnnl.DNNL_ARG_BIAS, bias);
        }
        arguments.put(dnnl.DNNL_ARG_DST, result);
    }

    private static memory.desc plain(long[] dimensions, memory.data_type type) {
        return new memory.desc(dimensions, type, memory.format_tag.ab);
    }

    /** Takes over the factor on the left; rows that are not there become zero. */
    void left(ThreadProducts thread, float[] x, int count) {
        left.put(thread.queue(), thread.left(), x, count);
    }

    /** Takes over the factor on the right of a weight gradient. */
    void right(ThreadProducts thread, float[] y, int count) {
        Objects.requireNonNull(right).put(thread.queue(), thread.right(), y, count);
    }

    /** The packed weight on the right of the other forms. */
    void weight(Pointer packed) {
        Objects.requireNonNull(weight).set_data_handle(packed);
    }

    /** What is added to each row of {@link Form#FORWARD}. */
    void bias(ThreadProducts thread, float[] values, int offset) {
        int size = shape.outputs();
        Objects.requireNonNull(bias).set_data_handle(thread.right().put(values, offset, size, size));
    }

    /** Multiplies; the result is in {@code thread.result()}. */
    void run(ThreadProducts thread) {
        result.set_data_handle(thread.result().floats(shape.resultSize()));
        product.execute(thread.queue(), arguments);
    }
}
