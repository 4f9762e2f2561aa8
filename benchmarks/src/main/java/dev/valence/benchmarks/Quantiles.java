package dev.valence.benchmarks;

import java.util.Arrays;

/** Order statistics. */
public final class Quantiles {
    private Quantiles() {}

    /** The value in the middle; of an even number of them the mean of the two in the middle. */
    public static double median(double... values) {
        return quantile(0.5, values);
    }

    /**
     * The value below which a share of them lies, between neighbours on the line that joins them (Hyndman and Fan, 1996,
     * definition 7).
     *
     * @param share in [0, 1]
     * @param values at least one
     */
    public static double quantile(double share, double... values) {
        if (values.length == 0 || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "a quantile needs values and a share in [0, 1], found " + values.length + " and " + share);
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
