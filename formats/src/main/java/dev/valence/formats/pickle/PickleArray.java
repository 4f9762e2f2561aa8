package dev.valence.formats.pickle;

import dev.valence.internal.checkpoint.ElementType;
import dev.valence.internal.checkpoint.HalfPrecision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An array of numbers in a pickle. Its values stay in the file until they are read. Immutable. */
public final class PickleArray {
    private final ElementType type;
    private final ByteOrder order;
    private final int[] shape;
    private final boolean columnMajor;
    private final PickleBytes data;

    PickleArray(DataType type, int[] shape, boolean columnMajor, PickleBytes data) {
        this.type = type.type();
        this.order = type.order();
        this.shape = shape;
        this.columnMajor = columnMajor;
        this.data = data;
    }

    /** Type of its elements. */
    public ElementType type() {
        return type;
    }

    /** Extents, outermost first; none for a scalar. A copy. */
    public int[] shape() {
        return shape.clone();
    }

    /** Number of its elements. */
    public int size() {
        return data.length() / type.bytes();
    }

    /** Whether {@link #read} can read it. */
    public boolean isFloat() {
        return switch (type) {
            case F16, BF16, F32, F64 -> true;
            default -> false;
        };
    }

    /**
     * Reads all elements as floats; those of F64 are rounded.
     *
     * @param destination receives them, row-major
     * @param offset where the first one goes
     * @throws IllegalArgumentException if the elements are no floats, or do not fit into {@code destination}
     */
    public void read(float[] destination, int offset) {
        if (!isFloat()) {
            throw new IllegalArgumentException("required floats, found " + type);
        }
        if (offset < 0 || size() > destination.length - offset) {
            throw new IllegalArgumentException(
                    size() + " elements from " + offset + " do not fit into an array of " + destination.length);
        }
        ByteBuffer bytes = data.bytes().order(order);
        if (columnMajor && shape.length > 1) {
            readColumns(bytes, destination, offset);
        } else if (type == ElementType.F32) {
            bytes.asFloatBuffer().get(destination, offset, size());
        } else {
            for (int i = 0; i < size(); i++) {
                destination[offset + i] = element(bytes, i);
            }
        }
    }

    /** Counts through the places row by row, with the step that each extent has in the file. */
    private void readColumns(ByteBuffer bytes, float[] destination, int offset) {
        int[] steps = new int[shape.length];
        int step = 1;
        for (int d = 0; d < shape.length; d++) {
            steps[d] = step;
            step *= shape[d];
        }
        int[] place = new int[shape.length];
        int stored = 0;
        for (int i = 0; i < size(); i++) {
            destination[offset + i] = element(bytes, stored);
            for (int d = shape.length - 1; d >= 0; d--) {
                stored += steps[d];
                if (++place[d] < shape[d]) {
                    break;
                }
                stored -= steps[d] * shape[d];
                place[d] = 0;
            }
        }
    }

    private float element(ByteBuffer bytes, int index) {
        int at = index * type.bytes();
        return switch (type) {
            case F16 -> HalfPrecision.fromFloat16(bytes.getShort(at));
            case BF16 -> HalfPrecision.fromBfloat16(bytes.getShort(at));
            case F64 -> (float) bytes.getDouble(at);
            default -> bytes.getFloat(at);
        };
    }
}
