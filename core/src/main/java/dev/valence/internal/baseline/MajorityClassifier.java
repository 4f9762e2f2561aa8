package dev.valence.internal.baseline;

import dev.valence.Classifier;
import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import java.util.Collections;
import java.util.List;

/**
 * Predicts for any text the class most frequent in training, the first of several; the probabilities are the shares of the
 * classes in training. Immutable; may be shared between threads.
 */
public final class MajorityClassifier implements Classifier {
    private final LabelSet labels;
    private final Prediction prediction;

    private MajorityClassifier(LabelSet labels, Prediction prediction) {
        this.labels = labels;
        this.prediction = prediction;
    }

    /**
     * Counts the classes.
     *
     * @throws InputException if there are no examples, or one has no label
     */
    public static MajorityClassifier fit(List<Example> training, LabelSet labels) {
        int[] counts = TrainingLabels.count(TrainingLabels.of(training, labels), labels);
        float[] shares = new float[counts.length];
        for (int label = 0; label < counts.length; label++) {
            shares[label] = (float) counts[label] / training.size();
        }
        return new MajorityClassifier(labels, new Prediction(labels, shares));
    }

    @Override
    public LabelSet labels() {
        return labels;
    }

    @Override
    public List<Prediction> predict(List<String> texts) {
        return Collections.nCopies(texts.size(), prediction);
    }
}
