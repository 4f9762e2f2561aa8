package dev.valence.evaluate;

import java.util.Arrays;
import java.util.Optional;

/**
 * Mean and deviation of a sample, such as the accuracies of runs that differ in their seed.
 *
 * @param size how many, at least 1
 * @param mean their mean
 * @param standardDeviation the sample's, with {@code size - 1} below the line; 0 for a single one
 * @param minimum the least
 * @param maximum the largest
 */
public record SampleSummary(int size, double mean, double standardDeviation, double minimum, double maximum) {
    /**
     * Summarizes measurements.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static SampleSummary of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("required at least one value, found none");
        }
        double minimum = Arrays.stream(values).min().orElseThrow();
        double maximum = Arrays.stream(values).max().orElseThrow();
        // Equal values have no spread at all, which a rounded mean would hide.
        double mean = minimum == maximum ? minimum : Arrays.stream(values).sum() / values.length;
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        double deviation = values.length == 1 ? 0 : Math.sqrt(squares / (values.length - 1));
        return new SampleSummary(values.length, mean, deviation, minimum, maximum);
    }

    /** Student's 95 % interval of the mean, with {@code size - 1} degrees of freedom; none of a single value. */
    Optional<Interval> meanInterval() {
        if (size < 2) {
            return Optional.empty();
        }
        double half = StudentT.distance(Interval.CONFIDENCE, size - 1) * standardError();
        return Optional.of(new Interval(mean - half, mean + half));
    }

    double standardError() {
        return standardDeviation / Math.sqrt(size);
    }
}
