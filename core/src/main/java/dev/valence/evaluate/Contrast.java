package dev.valence.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A comparison of two methods: McNemar's exact test for each pair of runs, and over the seeds a paired t-test of the
 * accuracies if both have two runs or more. The tests of the runs share their examples, so they are not independent
 * evidence.
 *
 * @param first the method the other is compared with
 * @param second the other
 * @param pairs run by run; a method with a single run takes part in every pair
 * @param overSeeds the t-test, if there is one
 */
public record Contrast(Method first, Method second, List<Pair> pairs, Optional<PairedTTest> overSeeds) {
    /**
     * A pair of runs.
     *
     * @param first a run of the first method
     * @param second a run of the second
     * @param test McNemar's on their predictions
     */
    public record Pair(ScoredRun first, ScoredRun second, McNemar test) {
        static Pair of(ScoredRun first, ScoredRun second) {
            Comparison.requireSameExamples(first.name(), first.evaluation(), second.name(), second.evaluation());
            return new Pair(
                    first,
                    second,
                    McNemar.of(
                            first.evaluation().truth(),
                            first.evaluation().predictedLabels(),
                            second.evaluation().predictedLabels()));
        }

        /** Accuracy of the second less that of the first. */
        public double difference() {
            return second.evaluation().accuracy() - first.evaluation().accuracy();
        }
    }

    /** Copies the list. */
    public Contrast {
        pairs = List.copyOf(pairs);
    }

    /**
     * Pairs the runs of two methods in their order.
     *
     * @throws IllegalArgumentException if both have several runs and not equally many
     * @throws dev.valence.InputException if the runs are not of the same examples
     */
    public static Contrast of(Method first, Method second) {
        int one = first.runs().size();
        int other = second.runs().size();
        if (one != other && one != 1 && other != 1) {
            throw new IllegalArgumentException("required as many runs of '" + first.name() + "' as of '" + second.name()
                    + "', found " + one + " and " + other);
        }
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < Math.max(one, other); i++) {
            pairs.add(Pair.of(
                    first.runs().get(Math.min(i, one - 1)), second.runs().get(Math.min(i, other - 1))));
        }
        Optional<PairedTTest> overSeeds = one == other && one > 1
                ? Optional.of(PairedTTest.of(first.accuracies(), second.accuracies()))
                : Optional.empty();
        return new Contrast(first, second, pairs, overSeeds);
    }

    /** Student's 95 % interval of the mean difference over the seeds, cut off at -1 and 1; none where there is no t-test. */
    public Optional<Interval> differenceInterval() {
        return overSeeds.flatMap(test -> test.differences().meanInterval()).map(interval -> interval.clip(-1, 1));
    }
}
