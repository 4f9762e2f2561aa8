package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.internal.model.ClassLoss;

/**
 * The loss of a classifier: class weights and label smoothing; see {@link ClassLoss}.
 *
 * @param classWeights what each class counts for
 * @param labelSmoothing share of a label that is spread over all classes, in [0, 1)
 */
public record Objective(ClassWeights classWeights, double labelSmoothing) {
    /** All classes count alike, and labels are taken at their word. */
    static final Objective CROSS_ENTROPY = new Objective(ClassWeights.EQUAL, 0);

    /**
     * Checks the smoothing.
     *
     * @throws InputException if it is out of its range
     */
    public Objective {
        if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
            throw new InputException("label smoothing must be in [0, 1), found " + labelSmoothing);
        }
    }

    /**
     * The same for given classes.
     *
     * @param labels the classes
     * @param train class indices of the training texts
     * @throws InputException if the weights are for other classes, or a class that is to be balanced has no text
     */
    ClassLoss loss(LabelSet labels, int[] train) {
        return new ClassLoss(classWeights.of(labels, train), (float) labelSmoothing);
    }
}
