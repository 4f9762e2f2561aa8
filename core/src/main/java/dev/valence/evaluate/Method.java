package dev.valence.evaluate;

import java.util.List;

/**
 * A method of training a classifier, and its runs, which differ in their seed only.
 *
 * @param name what it is called
 * @param runs at least one, all on the same examples
 */
public record Method(String name, List<ScoredRun> runs) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no run
     */
    public Method {
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("required at least one run of '" + name + "', found none");
        }
    }

    /** Accuracies of the runs. */
    public SampleSummary accuracy() {
        return SampleSummary.of(accuracies());
    }

    double[] accuracies() {
        return runs.stream().mapToDouble(run -> run.evaluation().accuracy()).toArray();
    }

    /** Macro F1 of the runs. */
    public SampleSummary macroF1() {
        return SampleSummary.of(
                runs.stream().mapToDouble(run -> run.evaluation().macroF1()).toArray());
    }

    /** Seconds that training took. */
    public SampleSummary seconds() {
        return SampleSummary.of(runs.stream().mapToDouble(ScoredRun::seconds).toArray());
    }

    /**
     * A 95 % interval of the accuracy. Of several runs it is Student's, of the mean, cut off at 0 and 1: where that would lie
     * with other seeds, on the same examples. Of a single run it is Wilson's: where the accuracy would lie on other examples.
     */
    public Interval accuracyInterval() {
        return accuracy().meanInterval().map(interval -> interval.clip(0, 1)).orElseGet(() -> runs.get(0)
                .evaluation()
                .accuracyInterval());
    }

    /** Kind of the interval. */
    public IntervalKind intervalKind() {
        return runs.size() > 1 ? IntervalKind.STUDENT : IntervalKind.WILSON;
    }

    /** Kinds of intervals. */
    public enum IntervalKind {
        /** Student's, of a mean over seeds. */
        STUDENT,
        /** Wilson's, of a proportion. */
        WILSON
    }
}
