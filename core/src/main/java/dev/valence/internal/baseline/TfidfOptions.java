package dev.valence.internal.baseline;

import dev.valence.InputException;

/**
 * Options of a {@link TfidfClassifier}.
 *
 * @param maximumFeatures how many terms to keep
 * @param inverseRegularization scikit-learn's C: the smaller, the stronger the L2 penalty
 * @param maximumIterations after so many steps of L-BFGS fitting stops unconverged
 */
public record TfidfOptions(int maximumFeatures, double inverseRegularization, int maximumIterations) {
    /** 10,000 terms, C = 1, 100 steps. */
    public static final TfidfOptions DEFAULT = new TfidfOptions(10_000, 1, 100);

    /**
     * Checks the numbers.
     *
     * @throws InputException if one is not positive
     */
    public TfidfOptions {
        if (maximumFeatures < 1 || !(inverseRegularization > 0) || maximumIterations < 1) {
            throw new InputException("the number of features, C and the number of iterations must be above 0, found "
                    + maximumFeatures + ", " + inverseRegularization + " and " + maximumIterations
                    + "; give larger numbers");
        }
    }
}
