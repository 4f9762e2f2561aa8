package dev.valence.evaluate;

import java.util.OptionalDouble;

/**
 * Student's paired t-test, two-sided: whether the differences between pairs, such as two methods trained with the same
 * seed, have a mean other than 0. It assumes normally distributed differences, which a few cannot show.
 *
 * @param differences second less first of each pair, summarized
 */
public record PairedTTest(SampleSummary differences) {
    /** A standard deviation below this is rounding error of equal differences. */
    private static final double NO_SPREAD = 1e-12;

    /**
     * The test.
     *
     * @param first measurements
     * @param second measurements, each the partner of the one at its place
     * @throws IllegalArgumentException if the lengths differ or there are fewer than two pairs
     */
    public static PairedTTest of(double[] first, double[] second) {
        if (first.length != second.length || first.length < 2) {
            throw new IllegalArgumentException(
                    "required at least two pairs, found " + first.length + " and " + second.length + " values");
        }
        double[] differences = new double[first.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = second[i] - first[i];
        }
        return new PairedTTest(SampleSummary.of(differences));
    }

    /** Number of pairs less 1. */
    public int degreesOfFreedom() {
        return differences.size() - 1;
    }

    /** Mean difference in units of its standard error; none where all differences are equal. */
    public OptionalDouble statistic() {
        return differences.standardDeviation() > NO_SPREAD
                ? OptionalDouble.of(differences.mean() / differences.standardError())
                : OptionalDouble.empty();
    }

    /** Probability of a statistic at least as far from 0 were there no difference; none where there is no statistic. */
    public OptionalDouble pValue() {
        OptionalDouble statistic = statistic();
        return statistic.isPresent()
                ? OptionalDouble.of(StudentT.twoSided(statistic.getAsDouble(), degreesOfFreedom()))
                : OptionalDouble.empty();
    }
}
