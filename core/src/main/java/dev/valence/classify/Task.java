package dev.valence.classify;

import dev.valence.LabelSet;
import dev.valence.model.ProblemType;

/** What a saved model has a head for. */
sealed interface Task {
    /**
     * Classes, or with {@link ProblemType#REGRESSION} numbers.
     *
     * @param labels their names
     * @param problem what logits mean
     */
    record Classification(LabelSet labels, ProblemType problem) implements Task {}

    /**
     * Hidden tokens.
     *
     * @param tied whether the head predicts with the token embeddings instead of a matrix of its own
     */
    record MaskedLanguage(boolean tied) implements Task {}

    /** Nothing that is known here: an encoder alone, or with a head for another task. */
    record Encoder() implements Task {}
}
