package dev.valence.model;

/** Softmax and cross entropy with whole-number labels. */
public final class CrossEntropy {
    private CrossEntropy() {}

    /**
     * What a batch lost.
     *
     * @param loss Σ -ln p(label), not yet divided by the number of rows
     * @param correct rows whose largest logit is the label's
     */
    public record Result(double loss, int correct) {}

    /**
     * Replaces logits by {@code factor} times the gradient of the summed loss, softmax(logits) - onehot(label).
     *
     * @param rows R
     * @param classes C
     * @param logits [R, C], overwritten
     * @param labels class indices, [R]
     * @param factor 1 / rows of the whole batch for the gradient of the mean
     */
    public static Result gradient(int rows, int classes, float[] logits, int[] labels, float factor) {
        double loss = 0;
        int correct = 0;
        for (int r = 0; r < rows; r++) {
            int row = r * classes;
            int best = argmax(logits, row, classes);
            correct += best == labels[r] ? 1 : 0;
            float largest = logits[row + best];
            float target = logits[row + labels[r]];
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                double e = StrictMath.exp((double) logits[row + c] - largest);
                sum += e;
                logits[row + c] = (float) e;
            }
            loss += StrictMath.log(sum) + largest - target;
            for (int c = 0; c < classes; c++) {
                double probability = logits[row + c] / sum;
                logits[row + c] = (float) (factor * (probability - (c == labels[r] ? 1 : 0)));
            }
        }
        return new Result(loss, correct);
    }

    /** Σ -ln p(label) and the number of correct rows, leaving the logits as they are; parameters as in gradient. */
    public static Result loss(int rows, int classes, float[] logits, int[] labels) {
        return gradient(rows, classes, logits.clone(), labels, 1f);
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
