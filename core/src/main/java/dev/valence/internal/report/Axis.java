package dev.valence.internal.report;

import dev.valence.internal.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis with round ticks: one, two or five times a power of ten apart.
 *
 * @param low where it begins, at a tick
 * @param high where it ends
 * @param step between ticks
 */
record Axis(double low, double high, double step) {
    private static final int MOST_INTERVALS = 6;
    /** So that 0.3 / 0.1 counts as 3. */
    private static final double ROUNDING = 1e-9;

    /** From tick to tick around values of a range; a range without extent is widened. */
    static Axis around(double minimum, double maximum) {
        double extent = maximum - minimum;
        double magnitude = Math.max(Math.abs(minimum), Math.abs(maximum));
        double width = extent > ROUNDING * magnitude ? extent : Math.max(magnitude, 1) / 10;
        double power = Math.pow(10, Math.floor(Math.log10(width / MOST_INTERVALS)));
        while (true) {
            for (double factor : new double[] {1, 2, 5}) {
                double step = factor * power;
                double first = Math.floor(minimum / step + ROUNDING);
                double last = Math.max(first + 1, Math.ceil(maximum / step - ROUNDING));
                if (last - first <= MOST_INTERVALS) {
                    return new Axis(first * step, last * step, step);
                }
            }
            power *= 10;
        }
    }

    /** From tick to tick around shares, which lie in [0, 1], and never beyond that. */
    static Axis aroundShares(double minimum, double maximum) {
        Axis axis = around(minimum, maximum);
        double beyond = Math.max(0, axis.high - 1); // of shares that are all 1: a whole step
        return new Axis(axis.low - beyond, axis.high - beyond, axis.step);
    }

    /** From 0 to a number above it, whether there is a tick or not. */
    static Axis upTo(double maximum) {
        return new Axis(0, maximum, around(0, maximum).step());
    }

    /** Returns the position of a value: 0 at the start of the axis, 1 at its end. */
    double share(double value) {
        return (value - low) / (high - low);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; low + i * step <= high + ROUNDING * step; i++) {
            ticks.add(low + i * step);
        }
        return ticks;
    }

    /** A tick's number, with the decimals that the ticks need. */
    String label(double tick) {
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + ROUNDING));
        double shown = Math.abs(tick) < step / 2 ? 0 : tick; // never -0
        return decimals == 0 ? String.format(Locale.ROOT, "%,.0f", shown) : FixedPoint.format(shown, decimals);
    }
}
