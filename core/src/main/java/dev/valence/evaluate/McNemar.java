package dev.valence.evaluate;

/**
 * McNemar's exact two-sided test of equal accuracy of two classifiers on the same examples (Q. McNemar, "Note on the
 * Sampling Error of the Difference between Correlated Proportions", Psychometrika 12, 1947): only examples one of them
 * has right and the other wrong count, and each is a toss of a fair coin if they are equally good.
 *
 * @param onlyFirst examples only the first has right
 * @param onlySecond examples only the second has right
 * @param pValue probability of a difference at least as large were they equally good
 */
public record McNemar(long onlyFirst, long onlySecond, double pValue) {
    // Terms below this share of the largest add nothing to a double.
    private static final double NEGLIGIBLE = 1e-20;

    /**
     * The test from the two counts.
     *
     * @throws IllegalArgumentException if a count is negative
     */
    public static McNemar exact(long onlyFirst, long onlySecond) {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException("counts must not be negative, found " + onlyFirst + ", " + onlySecond);
        }
        long fewer = Math.min(onlyFirst, onlySecond);
        double tail = lowerTail(Math.addExact(onlyFirst, onlySecond), fewer);
        return new McNemar(onlyFirst, onlySecond, Math.min(1, 2 * tail));
    }

    /**
     * The test from the predictions of two classifiers.
     *
     * @param truth class indices, one for each example
     * @param first what the first predicts of the same examples
     * @param second what the second predicts of the same examples
     * @throws IllegalArgumentException if the lengths differ
     */
    public static McNemar of(int[] truth, int[] first, int[] second) {
        if (first.length != truth.length || second.length != truth.length) {
            throw new IllegalArgumentException(
                    "lengths must be equal, found " + truth.length + ", " + first.length + ", " + second.length);
        }
        long onlyFirst = 0;
        long onlySecond = 0;
        for (int i = 0; i < truth.length; i++) {
            boolean firstRight = first[i] == truth[i];
            boolean secondRight = second[i] == truth[i];
            onlyFirst += firstRight && !secondRight ? 1 : 0;
            onlySecond += secondRight && !firstRight ? 1 : 0;
        }
        return exact(onlyFirst, onlySecond);
    }

    /** Probability of at most {@code most} heads in {@code tosses} of a fair coin, where that is no more than half. */
    private static double lowerTail(long tosses, long most) {
        // The largest term, C(tosses, most) / 2^tosses, in logarithms; the others follow from it by ratios.
        double logLargest = -tosses * Math.log(2);
        for (long i = 1; i <= most; i++) {
            logLargest += Math.log((tosses - most + i) / (double) i);
        }
        double sum = 0;
        double term = 1;
        for (long heads = most; heads >= 0 && term > NEGLIGIBLE; heads--) {
            sum += term;
            term *= heads / (double) (tosses - heads + 1);
        }
        return Math.exp(logLargest) * sum;
    }
}
