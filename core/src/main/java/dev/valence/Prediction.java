package dev.valence;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer of a classifier to one text: a probability for every class. Immutable.
 *
 * <pre>{@code
 * Prediction prediction = classifier.predict("not bad at all");
 * prediction.label();                  // "positive"
 * prediction.confidence();             // 0.96
 * prediction.probability("negative");  // 0.04
 * }</pre>
 */
public final class Prediction {
    private final LabelSet labels;
    private final float[] probabilities; // [C]
    private final int index;

    /**
     * Copies probabilities.
     *
     * @param labels the classes
     * @param probabilities one for each class, adding up to 1
     * @throws IllegalArgumentException if there are not as many as classes
     */
    public Prediction(LabelSet labels, float[] probabilities) {
        if (probabilities.length != labels.size()) {
            throw new IllegalArgumentException("a prediction needs one probability for each of " + labels.size()
                    + " classes, found " + probabilities.length);
        }
        this.labels = labels;
        this.probabilities = probabilities.clone();
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            if (probabilities[c] > probabilities[best]) {
                best = c;
            }
        }
        this.index = best;
    }

    /** Name of the most probable class, the first of them where several are equal. */
    public String label() {
        return labels.name(index);
    }

    /** Index of the most probable class in the classifier's {@link LabelSet}. */
    public int index() {
        return index;
    }

    /** Probability of the most probable class. */
    public float confidence() {
        return probabilities[index];
    }

    /** All probabilities by name of the class, in the order of the classifier's {@link LabelSet}. */
    public Map<String, Float> probabilities() {
        Map<String, Float> byName = new LinkedHashMap<>();
        for (int c = 0; c < probabilities.length; c++) {
            byName.put(labels.name(c), probabilities[c]);
        }
        return Collections.unmodifiableMap(byName);
    }

    /**
     * Probability of one class.
     *
     * @throws IllegalArgumentException if no class has that name
     */
    public float probability(String label) {
        int c = labels.index(label);
        if (c == Example.UNLABELLED) {
            throw new IllegalArgumentException("required one of " + labels + ", found '" + label + "'");
        }
        return probabilities[c];
    }

    /** Probability of the class with that index. */
    public float probability(int c) {
        return probabilities[c];
    }

    /** All probabilities by index, [C], a copy. */
    public float[] toArray() {
        return probabilities.clone();
    }

    @Override
    public String toString() {
        return "Prediction[label=" + label() + ", probabilities=" + Arrays.toString(probabilities) + "]";
    }
}
