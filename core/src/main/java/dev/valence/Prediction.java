package dev.valence;

import java.util.Arrays;

/** What a classifier says of one text: a probability for every class. Immutable. */
public final class Prediction {
    private final float[] probabilities; // [C]
    private final int label;

    /**
     * @param probabilities one for each class, adding up to 1; copied
     * @throws IllegalArgumentException if there are none
     */
    public Prediction(float[] probabilities) {
        if (probabilities.length == 0) {
            throw new IllegalArgumentException("a prediction needs at least one probability, found none");
        }
        this.probabilities = probabilities.clone();
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            if (probabilities[c] > probabilities[best]) {
                best = c;
            }
        }
        this.label = best;
    }

    /** Index of the most probable class, the first of them where several are equal. */
    public int label() {
        return label;
    }

    /** Probability of one class. */
    public float probability(int index) {
        return probabilities[index];
    }

    /** Probability of the most probable class. */
    public float confidence() {
        return probabilities[label];
    }

    /** All probabilities by class index, a copy of length C. */
    public float[] probabilities() {
        return probabilities.clone();
    }

    @Override
    public String toString() {
        return "Prediction[label=" + label + ", probabilities=" + Arrays.toString(probabilities) + "]";
    }
}
