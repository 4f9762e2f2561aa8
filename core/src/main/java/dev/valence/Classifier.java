package dev.valence;

import java.util.List;

/** Predicts the class of texts. Implementations say whether they may be shared between threads. */
public interface Classifier extends AutoCloseable {
    /** The classes it knows, in the order of the probabilities it gives. */
    LabelSet labels();

    /**
     * Classifies texts.
     *
     * @param texts any number of texts, none null
     * @return one prediction for each text, in the same order
     */
    List<Prediction> predict(List<String> texts);

    /** Classifies one text; see {@link #predict(List)}. */
    default Prediction predict(String text) {
        return predict(List.of(text)).get(0);
    }

    /** Gives back threads and native memory; does nothing where there are none. */
    @Override
    default void close() {}
}
