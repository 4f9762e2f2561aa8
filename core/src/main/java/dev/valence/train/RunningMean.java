package dev.valence.train;

/** Loss and accuracy over the last steps. */
final class RunningMean {
    private final double[] losses;
    private final int[] correct;
    private final int[] sizes;
    private int steps;

    RunningMean(int window) {
        losses = new double[window];
        correct = new int[window];
        sizes = new int[window];
    }

    void add(DataParallel.Outcome outcome) {
        int slot = steps % losses.length;
        losses[slot] = outcome.loss() * outcome.outputs();
        correct[slot] = outcome.correct();
        sizes[slot] = outcome.outputs();
        steps++;
    }

    /** Mean loss of the rows in the window. */
    double loss() {
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return sum / rows();
    }

    /** Share of the rows in the window predicted rightly. */
    double accuracy() {
        double sum = 0;
        for (int hits : correct) {
            sum += hits;
        }
        return sum / rows();
    }

    private double rows() {
        double sum = 0;
        for (int size : sizes) {
            sum += size;
        }
        return sum;
    }
}
