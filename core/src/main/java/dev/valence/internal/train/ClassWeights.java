package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.LabelSet;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Weights of the classes in the loss: equal, balanced, or given. Thread-safe. */
public sealed interface ClassWeights {
    /** Every class counts 1. */
    ClassWeights EQUAL = new Equal();

    /**
     * A class with n of the N training texts has the weight N / (C·n), so that all C have the same sum (King and Zeng,
     * 2001; scikit-learn's {@code balanced}).
     */
    ClassWeights BALANCED = new Balanced();

    /**
     * Weights by name of the class.
     *
     * @throws InputException if one is not a number above 0
     */
    static ClassWeights given(Map<String, Double> weights) {
        return new Given(weights);
    }

    /**
     * Weights by class index, [C].
     *
     * @param labels the classes
     * @param train class indices of the training texts
     * @throws InputException if they cannot be known for these classes
     */
    float[] of(LabelSet labels, int[] train);

    /** Its form in files: a word, or a list of names with their weights. */
    Object toJson();

    /** Every class counts 1. */
    record Equal() implements ClassWeights {
        @Override
        public float[] of(LabelSet labels, int[] train) {
            float[] weights = new float[labels.size()];
            Arrays.fill(weights, 1f);
            return weights;
        }

        @Override
        public Object toJson() {
            return "equal";
        }
    }

    /** Weights with which all classes have the same sum. */
    record Balanced() implements ClassWeights {
        @Override
        public float[] of(LabelSet labels, int[] train) {
            int[] counts = new int[labels.size()];
            for (int label : train) {
                counts[label]++;
            }
            float[] weights = new float[labels.size()];
            for (int c = 0; c < weights.length; c++) {
                if (counts[c] == 0) {
                    throw new InputException(
                            "class weights 'balanced' required training texts of every class, found none" + " of '"
                                    + labels.name(c) + "'; add some, or give a weight for each class");
                }
                weights[c] = (float) (train.length / ((double) weights.length * counts[c]));
            }
            return weights;
        }

        @Override
        public Object toJson() {
            return "balanced";
        }
    }

    /**
     * Weights given by the user.
     *
     * @param weights by name of the class, in the order of the names
     */
    record Given(Map<String, Double> weights) implements ClassWeights {
        private static final double MOST = 1e6;

        /** Copies and checks the weights. */
        public Given {
            weights = Collections.unmodifiableMap(new TreeMap<>(weights));
            weights.forEach((name, weight) -> {
                if (!(weight >= 1 / MOST && weight <= MOST)) {
                    throw new InputException(
                            "the weight of class '" + name + "' must be in [1e-6, 1e6], found " + weight);
                }
            });
        }

        @Override
        public float[] of(LabelSet labels, int[] train) {
            if (!weights.keySet().equals(Set.copyOf(labels.names()))) {
                throw new InputException("class weights required one for each of " + labels + ", found "
                        + weights.keySet() + "; name every class of the data");
            }
            float[] byIndex = new float[labels.size()];
            weights.forEach((name, weight) -> byIndex[labels.index(name)] = weight.floatValue());
            return byIndex;
        }

        @Override
        public Object toJson() {
            return weights.entrySet().stream()
                    .map(weight -> weight.getKey() + "=" + weight.getValue())
                    .toList();
        }
    }
}
