package dev.valence.evaluate;

/**
 * A confidence interval.
 *
 * @param low lower end, included
 * @param high upper end, included
 */
public record Interval(double low, double high) {
    /** The confidence used where nothing else is said. */
    public static final double DEFAULT_CONFIDENCE = 0.95;

    /**
     * Wilson's score interval for a proportion (E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
     * Inference", Journal of the American Statistical Association 22, 1927), without continuity correction.
     *
     * @param successes at most {@code trials}
     * @param trials at least 1
     * @param confidence in (0, 1), such as 0.95
     * @throws IllegalArgumentException if one of them is outside
     */
    public static Interval wilson(long successes, long trials, double confidence) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(
                    "successes must be in [0, trials] and trials at least 1, found " + successes + " of " + trials);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence must be in (0, 1), found " + confidence);
        }
        double z = NormalQuantile.of((1 + confidence) / 2);
        double n = trials;
        double p = successes / n;
        double scale = 1 / (1 + z * z / n);
        double center = scale * (p + z * z / (2 * n));
        double half = scale * z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        // At the ends of the range the formula gives 0 and 1 but for rounding.
        return new Interval(successes == 0 ? 0 : center - half, successes == trials ? 1 : center + half);
    }

    /** Wilson's score interval at {@link #DEFAULT_CONFIDENCE}. */
    public static Interval wilson(long successes, long trials) {
        return wilson(successes, trials, DEFAULT_CONFIDENCE);
    }

    /** The part of this interval between two values, for an estimate that can only lie there. */
    Interval clip(double lowest, double highest) {
        return new Interval(Math.max(low, lowest), Math.min(high, highest));
    }
}
