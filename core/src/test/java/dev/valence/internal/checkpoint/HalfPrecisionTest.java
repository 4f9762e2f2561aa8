package dev.valence.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
    /** IEEE 754-2008, 3.4: (-1)^S × 2^(E - 15) × (1 + T / 2^10), and 2^-14 × T / 2^10 where E is 0. */
    @Test
    void float16FollowsTheFormulaForEveryBitPattern() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            double fraction = (bits & 1023) / 1024.0;
            double magnitude;
            if (exponent == 31) {
                magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            } else if (exponent == 0) {
                magnitude = Math.pow(2, -14) * fraction;
            } else {
                magnitude = Math.pow(2, exponent - 15) * (1 + fraction);
            }
            float expected = (float) (bits >= 1 << 15 ? -magnitude : magnitude);
            // By bits, so that -0 differs from 0 and NaN equals itself.
            assertThat(Float.floatToIntBits(HalfPrecision.fromFloat16((short) bits)))
                    .as("bits %04x", bits)
                    .isEqualTo(Float.floatToIntBits(expected));
        }
    }

    @Test
    void bfloat16IsTheUpperHalfOfAFloat() {
        for (int bits = 0; bits < 1 << 16; bits += 7) {
            float widened = HalfPrecision.fromBfloat16((short) bits);
            assertThat(Float.floatToRawIntBits(widened)).as("bits %04x", bits).isEqualTo(bits << 16);
        }
    }

    @Test
    void whatIsExactComesBackAsItWas() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float half = HalfPrecision.fromFloat16((short) bits);
            float brain = HalfPrecision.fromBfloat16((short) bits);
            if (!Float.isNaN(half)) {
                assertThat(HalfPrecision.toFloat16(half)).as("bits %04x", bits).isEqualTo((short) bits);
            }
            if (!Float.isNaN(brain)) {
                assertThat(HalfPrecision.toBfloat16(brain))
                        .as("bits %04x", bits)
                        .isEqualTo((short) bits);
            }
        }
    }

    /** Between two neighbours: the lower one below the middle, the upper one above it, and in the middle that with an even last bit. */
    @Test
    void valuesBetweenAreRoundedToTheNearestAndToEven() {
        for (int bits = 0; bits < 0x7bff; bits++) { // from 0 to the largest but one, of either sign
            float lower = HalfPrecision.fromFloat16((short) bits);
            float upper = HalfPrecision.fromFloat16((short) (bits + 1));
            float middle = (lower + upper) / 2; // exact in 24 bits
            int even = bits % 2 == 0 ? bits : bits + 1;
            assertThat(HalfPrecision.toFloat16(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(HalfPrecision.toFloat16(middle)).isEqualTo((short) even);
            assertThat(HalfPrecision.toFloat16(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            assertThat(HalfPrecision.toFloat16(-middle)).isEqualTo((short) (even | 0x8000));
        }
        for (int bits = 0x0100; bits < 0x7f7f; bits++) {
            float middle = Float.intBitsToFloat(bits << 16 | 0x8000);
            int even = bits % 2 == 0 ? bits : bits + 1;
            assertThat(HalfPrecision.toBfloat16(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(HalfPrecision.toBfloat16(middle)).isEqualTo((short) even);
            assertThat(HalfPrecision.toBfloat16(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            assertThat(HalfPrecision.toBfloat16(-middle)).isEqualTo((short) (even | 0x8000));
        }
    }

    /** The largest binary16 is 65504; 65520 is the middle to what would follow. */
    @Test
    void tooLargeValuesBecomeInfinityAndNaNStaysOne() {
        assertThat(HalfPrecision.toFloat16(Math.nextDown(65520f))).isEqualTo((short) 0x7bff);
        assertThat(HalfPrecision.toFloat16(65520f)).isEqualTo((short) 0x7c00);
        assertThat(HalfPrecision.toFloat16(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
        assertThat(HalfPrecision.toBfloat16(Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
        for (int fraction : new int[] {1, 0x1fff, 0x2000, 0x40_0000, 0x7f_ffff}) {
            float nan = Float.intBitsToFloat(0xff80_0000 | fraction);
            assertThat(HalfPrecision.fromFloat16(HalfPrecision.toFloat16(nan))).isNaN();
            assertThat(HalfPrecision.fromBfloat16(HalfPrecision.toBfloat16(nan)))
                    .isNaN();
        }
    }
}
