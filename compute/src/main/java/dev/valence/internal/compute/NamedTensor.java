package dev.valence.internal.compute;

import java.util.Arrays;
import java.util.Objects;

/**
 * A named, shaped, row-major view of a float array, through which files read and write parameters. Views share the
 * array.
 *
 * <p>Thread-safe as the array is.
 */
public final class NamedTensor {
    private final String name;
    private final int[] shape;
    private final float[] values;
    private final int offset;
    private final int size;

    /**
     * @param name unique among its siblings, parts separated by dots
     * @param values the array it looks into
     * @param offset index of its first element in {@code values}
     * @param shape extents, outermost first; no extents make a scalar
     * @throws IllegalArgumentException if an extent is negative or the window leaves the array
     */
    public NamedTensor(String name, float[] values, int offset, int... shape) {
        this.name = Objects.requireNonNull(name, "name");
        this.values = Objects.requireNonNull(values, "values");
        this.shape = shape.clone();
        this.offset = offset;
        long elements = 1;
        for (int extent : shape) {
            if (extent < 0) {
                throw new IllegalArgumentException(name + ": extents must not be negative: " + Arrays.toString(shape));
            }
            elements = Math.multiplyExact(elements, extent);
        }
        if (offset < 0 || offset + elements > values.length) {
            throw new IllegalArgumentException(name + ": " + elements + " elements from " + offset
                    + " do not fit into an array of " + values.length);
        }
        this.size = (int) elements;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its extents, outermost first; a copy. */
    public int[] shape() {
        return shape.clone();
    }

    /** The array it looks into, not a copy. */
    public float[] values() {
        return values;
    }

    /** Index of its first element in {@link #values()}. */
    public int offset() {
        return offset;
    }

    /** Number of elements. */
    public int size() {
        return size;
    }

    @Override
    public String toString() {
        return name + Arrays.toString(shape);
    }
}
