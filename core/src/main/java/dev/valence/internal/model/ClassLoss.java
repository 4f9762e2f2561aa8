package dev.valence.internal.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cross entropy with class weights and label smoothing. The loss of a row of class y is (1 - s)·w[y]·-ln p[y] + s/C·Σ
 * w[c]·-ln p[c]. The labels are smoothed by s (Szegedy et al., "Rethinking the Inception Architecture", 2016, section
 * 7), the classes weighted by w. The mean over rows is taken by Σ w[y], as PyTorch's {@code CrossEntropyLoss(weight,
 * label_smoothing)} does.
 *
 * @param weights w, one above 0 for each class, [C]
 * @param smoothing s in [0, 1)
 */
public record ClassLoss(float[] weights, float smoothing) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public ClassLoss {
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException("label smoothing must be in [0, 1), found " + smoothing);
        }
        for (float weight : weights) {
            if (!(weight > 0 && Float.isFinite(weight))) {
                throw new IllegalArgumentException(
                        "weights of classes must be above 0, found " + Arrays.toString(weights));
            }
        }
    }

    /** Returns the targets of rows with these classes. */
    public Targets targets(int[] labels) {
        boolean alike = smoothing == 0 && IntStream.range(0, weights.length).allMatch(c -> weights[c] == 1f);
        return alike ? new Targets.OneClass(labels) : new Targets.WeightedClass(labels, this);
    }

    /** Loss of a row of logits, which become {@code factor} times its gradient. */
    double gradient(float[] logits, int row, int label, float factor) {
        int classes = weights.length;
        double normalizer = CrossEntropy.logSumOfExponentials(logits, row, classes);
        double loss = 0;
        double shares = 0;
        for (int c = 0; c < classes; c++) {
            loss += share(c, label) * (normalizer - logits[row + c]);
            shares += share(c, label);
        }
        for (int c = 0; c < classes; c++) {
            double probability = StrictMath.exp(logits[row + c] - normalizer);
            logits[row + c] = (float) (factor * (shares * probability - share(c, label)));
        }
        return loss;
    }

    /** Factor of -ln p[c] in the loss of a row. */
    private double share(int c, int label) {
        double smooth = (double) smoothing / weights.length;
        return weights[c] * (c == label ? 1 - (double) smoothing + smooth : smooth);
    }
}
