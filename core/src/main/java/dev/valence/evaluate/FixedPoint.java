package dev.valence.evaluate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers with a fixed number of decimals, rounded as Python and C round: the exact value, ties to even. */
final class FixedPoint {
    private FixedPoint() {}

    /** Unlike {@link String#format}, which rounds the shortest decimal form of the number, ties up. */
    static String format(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }
}
