package dev.valence.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A confusion matrix: counts of true and predicted classes, and the figures that scikit-learn derives from them; a
 * ratio with denominator zero is 0. Not to be added to from several threads.
 */
public final class ConfusionMatrix {
    private final long[][] counts; // [C][C], rows are the truth, columns the predictions

    /**
     * Precision, recall and F1 of one class, or an average of them.
     *
     * @param precision share of right ones among those predicted to be of the class
     * @param recall share of right ones among those of the class
     * @param f1 harmonic mean of the two
     * @param support examples of the class, or of all classes
     */
    public record Scores(double precision, double recall, double f1, long support) {}

    /**
     * Examples of one class predicted as another.
     *
     * @param truth index of their class
     * @param predicted index of the other
     * @param count how many, at least 1
     */
    public record Confusion(int truth, int predicted, long count) {}

    /**
     * A matrix without counts.
     *
     * @param classes number of classes C
     * @throws IllegalArgumentException if there are none
     */
    public ConfusionMatrix(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("a confusion matrix needs at least one class, found " + classes);
        }
        this.counts = new long[classes][classes];
    }

    /**
     * The matrix of these pairs.
     *
     * @param classes number of classes C
     * @param truth class indices
     * @param predicted class indices of the same examples
     * @throws IllegalArgumentException if the lengths differ
     * @throws IndexOutOfBoundsException if an index is not in [0, C)
     */
    public static ConfusionMatrix of(int classes, int[] truth, int[] predicted) {
        if (truth.length != predicted.length) {
            throw new IllegalArgumentException(
                    "lengths must be equal, found " + truth.length + " and " + predicted.length);
        }
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        for (int i = 0; i < truth.length; i++) {
            matrix.add(truth[i], predicted[i]);
        }
        return matrix;
    }

    /**
     * Counts one example.
     *
     * @throws IndexOutOfBoundsException if an index is not in [0, C)
     */
    public void add(int truth, int predicted) {
        counts[truth][predicted]++;
    }

    /** Number of classes C. */
    public int classes() {
        return counts.length;
    }

    /** Returns the number of examples of one class predicted as another, or as itself. */
    public long count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    /** All counts, [C][C], rows the truth, columns the predictions; a copy. */
    public long[][] counts() {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    /** Returns the confused pairs, the most frequent first; equal counts by class index. */
    public List<Confusion> confusions() {
        List<Confusion> confusions = new ArrayList<>();
        for (int truth = 0; truth < counts.length; truth++) {
            for (int predicted = 0; predicted < counts.length; predicted++) {
                if (truth != predicted && counts[truth][predicted] > 0) {
                    confusions.add(new Confusion(truth, predicted, counts[truth][predicted]));
                }
            }
        }
        confusions.sort(Comparator.comparingLong(Confusion::count).reversed());
        return confusions;
    }

    /** All examples counted. */
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /** Examples predicted right. */
    public long correct() {
        long correct = 0;
        for (int c = 0; c < counts.length; c++) {
            correct += counts[c][c];
        }
        return correct;
    }

    /**
     * Share of examples predicted right.
     *
     * @throws IllegalStateException if nothing was counted
     */
    public double accuracy() {
        return (double) correct() / requiredTotal();
    }

    /** The scores of one class. */
    public Scores scores(int index) {
        long support = support(index);
        long predicted = predicted(index);
        long right = counts[index][index];
        return new Scores(
                ratio(right, predicted), ratio(right, support), ratio(2 * right, support + predicted), support);
    }

    /** Returns whether a class occurs in the truth or the predictions; averages exclude others. */
    public boolean occurs(int index) {
        return support(index) + predicted(index) > 0;
    }

    private long support(int index) {
        return Arrays.stream(counts[index]).sum();
    }

    private long predicted(int index) {
        return Arrays.stream(counts).mapToLong(row -> row[index]).sum();
    }

    /**
     * Returns the mean over the classes that occur in the truth or the predictions, with equal weights.
     *
     * @throws IllegalStateException if nothing was counted
     */
    public Scores macroAverage() {
        return average(false);
    }

    /**
     * Returns the mean over the classes, weighted by support.
     *
     * @throws IllegalStateException if nothing was counted
     */
    Scores weightedAverage() {
        return average(true);
    }

    private Scores average(boolean bySupport) {
        long total = requiredTotal();
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        double weights = 0;
        for (int c = 0; c < counts.length; c++) {
            if (occurs(c)) {
                Scores scores = scores(c);
                double weight = bySupport ? scores.support() : 1;
                precision += weight * scores.precision();
                recall += weight * scores.recall();
                f1 += weight * scores.f1();
                weights += weight;
            }
        }
        return new Scores(precision / weights, recall / weights, f1 / weights, total);
    }

    private long requiredTotal() {
        long total = total();
        if (total == 0) {
            throw new IllegalStateException("a confusion matrix without counts has no averages");
        }
        return total;
    }

    private static double ratio(long numerator, long denominator) {
        return denominator == 0 ? 0 : (double) numerator / denominator;
    }

    @Override
    public String toString() {
        return "ConfusionMatrix" + Arrays.deepToString(counts);
    }
}
