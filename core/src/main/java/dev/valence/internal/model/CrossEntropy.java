package dev.valence.internal.model;

import dev.valence.internal.compute.Kernels;

/** Softmax and cross entropy with whole-number labels. */
public final class CrossEntropy {
    private CrossEntropy() {}

    /**
     * Summed loss and number of correct rows.
     *
     * @param loss Σ -ln p(label), not yet divided by the number of rows
     * @param correct rows whose largest logit is the label's
     */
    public record Result(double loss, int correct) {
        /** No rows. */
        public static final Result NONE = new Result(0, 0);

        /** The sum of both. */
        public Result plus(Result other) {
            return new Result(loss + other.loss, correct + other.correct);
        }
    }

    /**
     * Replaces logits by {@code factor} times the gradient of the summed loss, softmax(logits) - onehot(label).
     *
     * @param kernels who computes
     * @param rows R
     * @param classes C
     * @param logits [R, C], overwritten
     * @param labels class indices; those of the rows stand from {@code firstLabel} on
     * @param firstLabel index of the first row's label
     * @param factor 1 / rows of the whole batch for the gradient of the mean
     */
    static Result gradient(
            Kernels kernels, int rows, int classes, float[] logits, int[] labels, int firstLabel, float factor) {
        double loss = 0;
        int correct = 0;
        for (int r = 0; r < rows; r++) {
            int row = r * classes;
            int label = labels[firstLabel + r];
            float largest = kernels.largest(classes, logits, row);
            correct += firstLargest(logits, row, label, largest) ? 1 : 0;
            loss += kernels.crossEntropy(classes, logits, row, largest, label, factor);
        }
        return new Result(loss, correct);
    }

    /** Whether the label's logit is the largest, and none before it as large. */
    private static boolean firstLargest(float[] logits, int row, int label, float largest) {
        return logits[row + label] == largest && argmax(logits, row, label + 1) == label;
    }

    /**
     * Σ -ln p(label) and the number of correct rows, leaving the logits as they are.
     *
     * @param kernels who computes
     * @param rows R
     * @param classes C
     * @param logits [R, C]
     * @param labels class indices, [R]
     */
    public static Result loss(Kernels kernels, int rows, int classes, float[] logits, int[] labels) {
        return gradient(kernels, rows, classes, logits.clone(), labels, 0, 1f);
    }

    /** Softmax of one row of logits. */
    public static float[] probabilities(float[] logits, int row, int classes) {
        int from = row * classes;
        float largest = logits[from + argmax(logits, from, classes)];
        double[] e = new double[classes];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            e[c] = StrictMath.exp((double) logits[from + c] - largest);
            sum += e[c];
        }
        float[] probabilities = new float[classes];
        for (int c = 0; c < classes; c++) {
            probabilities[c] = (float) (e[c] / sum);
        }
        return probabilities;
    }

    /** ln Σ e to the logits, of {@code classes} logits from {@code from} on. */
    public static double logSumOfExponentials(float[] logits, int from, int classes) {
        double largest = logits[from + argmax(logits, from, classes)];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += StrictMath.exp(logits[from + c] - largest);
        }
        return largest + StrictMath.log(sum);
    }

    /** Index of the largest of {@code classes} logits from {@code from} on, the first where several are equal. */
    public static int argmax(float[] logits, int from, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (logits[from + c] > logits[from + best]) {
                best = c;
            }
        }
        return best;
    }
}
