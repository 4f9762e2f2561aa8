package dev.valence.checkpoint;

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
}
