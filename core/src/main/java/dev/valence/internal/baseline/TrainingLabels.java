package dev.valence.internal.baseline;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import java.util.List;

/** The labels of examples to train on, checked. */
final class TrainingLabels {
    private TrainingLabels() {}

    /**
     * The label of each example.
     *
     * @throws InputException if there are no examples, or one has no label
     * @throws IllegalArgumentException if a label is not in the label set
     */
    static int[] of(List<Example> examples, LabelSet labels) {
        if (examples.isEmpty()) {
            throw new InputException("training requires labelled examples, found none; check the training data");
        }
        int[] indices = new int[examples.size()];
        for (int i = 0; i < indices.length; i++) {
            Example example = examples.get(i);
            if (!example.labelled()) {
                throw new InputException("training requires labelled examples, found none for example " + (i + 1)
                        + " of " + indices.length + "; label or remove it");
            }
            if (example.label() >= labels.size()) {
                throw new IllegalArgumentException("labels must be below " + labels.size() + ", found "
                        + example.label() + " at example " + (i + 1));
            }
            indices[i] = example.label();
        }
        return indices;
    }

    /** How many examples each class has, [C]. */
    static int[] count(int[] indices, LabelSet labels) {
        int[] counts = new int[labels.size()];
        for (int index : indices) {
            counts[index]++;
        }
        return counts;
    }
}
