package dev.valence.checkpoint;

/** The two 16-bit float formats, widened to 32 bits; every value of either is exact there. */
public final class HalfPrecision {
    private static final int EXPONENT_MASK = 0x7c00;
    private static final int FRACTION_MASK = 0x03ff;
    private static final float SMALLEST_SUBNORMAL = 0x1p-24f;

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

    /** bfloat16: the upper 16 bits of a binary32. */
    public static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
