package dev.valence.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers with a fixed number of decimals, rounded as Python and C round: the exact value, ties to even. */
public final class FixedPoint {
    private static final double SMALLEST_SHOWN = 0.0001;
    private static final int PROBABILITY_DIGITS = 4;

    private FixedPoint() {}

    /** Unlike {@link String#format}, which rounds the shortest decimal form of the number, ties up. */
    public static String format(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** With a plus where it is not negative. */
    public static String signed(double value, int decimals) {
        return (value < 0 ? "" : "+") + format(value, decimals);
    }

    /** A p-value. */
    public static String probability(double pValue) {
        return pValue < SMALLEST_SHOWN ? "<0.0001" : format(pValue, PROBABILITY_DIGITS);
    }
}
