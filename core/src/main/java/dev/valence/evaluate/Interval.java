package dev.valence.evaluate;

/**
 * A confidence interval.
 *
 * @param low lower end, included
 * @param high upper end, included
 */
public record Interval(double low, double high) {
    /** The confidence of all intervals. */
    static final double CONFIDENCE = 0.95;

    // A standard normal variable is within this distance of 0 with probability 0.95: SciPy's norm.ppf(0.975).
    private static final double NORMAL_DISTANCE = 1.959963984540054;

    /**
     * Wilson's 95 % score interval for a proportion (E. B. Wilson, "Probable Inference, the Law of Succession, and
     * Statistical Inference", Journal of the American Statistical Association 22, 1927), without continuity correction.
     *
     * @param successes at most {@code trials}
     * @param trials at least 1
     * @throws IllegalArgumentException if one of them is outside
     */
    public static Interval wilson(long successes, long trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "successes must be in [0, trials] and trials at least 1, found " + successes + " of " + trials);
        }
        double z = NORMAL_DISTANCE;
        double n = trials;
        double p = successes / n;
        double scale = 1 / (1 + z * z / n);
        double center = scale * (p + z * z / (2 * n));
        double half = scale * z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        // At the ends of the range the formula gives 0 and 1 but for rounding.
        return new Interval(successes == 0 ? 0 : center - half, successes == trials ? 1 : center + half);
    }

    /** Clips this interval to the range of the estimate. */
    Interval clip(double lowest, double highest) {
        return new Interval(Math.max(low, lowest), Math.min(high, highest));
    }
}
