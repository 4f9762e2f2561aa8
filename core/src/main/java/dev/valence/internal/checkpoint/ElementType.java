package dev.valence.internal.checkpoint;

import java.nio.ByteBuffer;

/** The element types a safetensors file may hold, by their names there, with the bytes of one element. */
public enum ElementType {
    /** Boolean in one byte. */
    BOOL(1),
    /** Unsigned 8-bit integer. */
    U8(1),
    /** Signed 8-bit integer. */
    I8(1),
    /** 8-bit float, 5 bits of exponent. */
    F8_E5M2(1),
    /** 8-bit float, 4 bits of exponent. */
    F8_E4M3(1),
    /** Signed 16-bit integer. */
    I16(2),
    /** Unsigned 16-bit integer. */
    U16(2),
    /** IEEE 754 half precision. */
    F16(2),
    /** The upper half of a 32-bit float. */
    BF16(2),
    /** Signed 32-bit integer. */
    I32(4),
    /** Unsigned 32-bit integer. */
    U32(4),
    /** IEEE 754 single precision. */
    F32(4),
    /** IEEE 754 double precision. */
    F64(8),
    /** Signed 64-bit integer. */
    I64(8),
    /** Unsigned 64-bit integer. */
    U64(8);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether {@link #toFloats} reads this type and {@link #fromFloats} writes it. */
    public boolean isFloat() {
        return this == F32 || this == F16 || this == BF16;
    }

    /**
     * Writes floats as elements of F32, F16 or BF16, rounded to the nearest, of two equally near ones to the even one.
     *
     * @param elements receives {@code count} of them in its byte order, from its index 0
     * @throws IllegalArgumentException if this is another type
     */
    void fromFloats(float[] source, int offset, int count, ByteBuffer elements) {
        switch (this) {
            case F32 -> elements.asFloatBuffer().put(source, offset, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    elements.putShort(2 * i, HalfPrecision.toFloat16(source[offset + i]));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    elements.putShort(2 * i, HalfPrecision.toBfloat16(source[offset + i]));
                }
            }
            default -> throw new IllegalArgumentException("floats are written as F32, F16 or BF16, not " + this);
        }
    }

    /**
     * What comes back of a float that is written as F32, F16 or BF16.
     *
     * @throws IllegalArgumentException if this is another type
     */
    public float rounded(float value) {
        return switch (this) {
            case F32 -> value;
            case F16 -> HalfPrecision.fromFloat16(HalfPrecision.toFloat16(value));
            case BF16 -> HalfPrecision.fromBfloat16(HalfPrecision.toBfloat16(value));
            default -> throw new IllegalArgumentException("floats are written as F32, F16 or BF16, not " + this);
        };
    }

    /**
     * Reads elements of F32, F16 or BF16 as floats, exactly.
     *
     * @param elements in its byte order, from its index 0
     * @param destination receives {@code count} floats from {@code offset} on
     * @throws IllegalArgumentException if this is another type
     */
    public void toFloats(ByteBuffer elements, float[] destination, int offset, int count) {
        switch (this) {
            case F32 -> elements.asFloatBuffer().get(destination, offset, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    destination[offset + i] = HalfPrecision.fromFloat16(elements.getShort(2 * i));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    destination[offset + i] = HalfPrecision.fromBfloat16(elements.getShort(2 * i));
                }
            }
            default -> throw new IllegalArgumentException("F32, F16 or BF16 are read as floats, not " + this);
        }
    }
}
