package dev.valence.train;

/** Loss and accuracy over the last steps, and the examples of all. */
final class RunningMean {
    private final double[] losses;
    private final int[] correct;
    private final int[] sizes;
    private int steps;
    private long examples;

    RunningMean(int window) {
        losses = new double[window];
        correct = new int[window];
        sizes = new int[window];
    }

    void add(DataParallel.Outcome outcome, int size) {
        int slot = steps % losses.length;
        losses[slot] = outcome.loss() * size;
        correct[slot] = outcome.correct();
        sizes[slot] = size;
        steps++;
        examples += size;
    }

    long examples() {
        return examples;
    }

    /** Mean loss of the texts in the window. */
    double loss() {
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return sum / texts();
    }

    /** Share of the texts in the window classified rightly. */
    double accuracy() {
        double sum = 0;
        for (int hits : correct) {
            sum += hits;
        }
        return sum / texts();
    }

    private double texts() {
        double sum = 0;
        for (int size : sizes) {
            sum += size;
        }
        return sum;
    }
}
