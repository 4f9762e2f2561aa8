package dev.valence;

import java.util.List;

/**
 * Predicts the class of texts. Thread-safe: one classifier serves any number of threads, and a text gets the same probabilities
 * to the bit alone, in a batch and beside the texts of other threads.
 */
public interface Classifier extends AutoCloseable {
    /** The classes it knows, in the order of the probabilities it gives. */
    LabelSet labels();

    /**
     * Classifies texts.
     *
     * @param texts any number of texts, none null
     * @return one prediction for each text, in the same order
     * @throws IllegalStateException if it needs what {@link #close} gave back, before or meanwhile
     */
    List<Prediction> predict(List<String> texts);

    /** Classifies one text; see {@link #predict(List)}. */
    default Prediction predict(String text) {
        return predict(List.of(text)).get(0);
    }

    /**
     * Gives back threads and native memory; does nothing where there are none. May be called while other threads predict: what
     * they compute at the moment is finished first, and what is left of their texts is not begun.
     */
    @Override
    default void close() {}
}
