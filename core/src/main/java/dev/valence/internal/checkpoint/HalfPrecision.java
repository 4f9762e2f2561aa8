package dev.valence.internal.checkpoint;

/**
 * The two 16-bit float formats. Widened to 32 bits every value of either is exact; the other way values are rounded to the
 * nearest, of two equally near ones to that with an even last bit (IEEE 754-2008, 4.3.1), and too large ones to infinity.
 */
public final class HalfPrecision {
    private static final int EXPONENT_MASK = 0x7c00;
    private static final int FRACTION_MASK = 0x03ff;
    private static final float SMALLEST_SUBNORMAL = 0x1p-24f;
    private static final int INFINITY = 0x7f80_0000;
    private static final int SMALLEST_NORMAL = 0x3880_0000; // 2^-14
    private static final int ROUNDED_TO_INFINITY =
            0x477f_f000; // 65520, the middle of the largest and what would follow
    private static final int BIAS_DIFFERENCE = (127 - 15) << 23;

    private HalfPrecision() {}

    /** IEEE 754 binary16: 1 bit of sign, 5 of exponent with bias 15, 10 of fraction. */
    public static float fromFloat16(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits & EXPONENT_MASK;
        int fraction = bits & FRACTION_MASK;
        if (exponent == 0) {
            float magnitude = fraction * SMALLEST_SUBNORMAL;
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(magnitude));
        }
        if (exponent == EXPONENT_MASK) {
            return Float.intBitsToFloat(sign | 0x7f80_0000 | fraction << 13);
        }
        int rebiased = (exponent >> 10) - 15 + 127;
        return Float.intBitsToFloat(sign | rebiased << 23 | fraction << 13);
    }

    /** The nearest binary16; of a NaN a quiet one. */
    static short toFloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & Integer.MAX_VALUE;
        if (magnitude > INFINITY) {
            return (short) (sign | EXPONENT_MASK | 0x200 | ((magnitude >> 13) & FRACTION_MASK));
        }
        if (magnitude >= ROUNDED_TO_INFINITY) {
            return (short) (sign | EXPONENT_MASK);
        }
        if (magnitude < SMALLEST_NORMAL) { // a multiple of the smallest; 1024 of them are the smallest normal number
            return (short) (sign | (int) Math.rint(Math.abs(value) / (double) SMALLEST_SUBNORMAL));
        }
        int rounded = magnitude - BIAS_DIFFERENCE + 0xfff + (magnitude >> 13 & 1);
        return (short) (sign | (rounded >> 13));
    }

    /** The nearest bfloat16; of a NaN a quiet one. */
    static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    /** bfloat16: the upper 16 bits of a binary32. */
    public static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
