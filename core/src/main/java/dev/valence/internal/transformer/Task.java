package dev.valence.internal.transformer;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.internal.model.ProblemType;

/** The task of a saved model, which determines its head. Immutable. */
public sealed interface Task {
    /**
     * Classes, or with {@link ProblemType#REGRESSION} numbers.
     *
     * @param labels their names
     * @param problem what logits mean
     * @param longTexts how texts are read that are longer than the encoder's maximum
     */
    record Classification(LabelSet labels, ProblemType problem, LongTexts longTexts) implements Task {
        /** Classification of texts that are cut off at the maximum. */
        Classification(LabelSet labels, ProblemType problem) {
            this(labels, problem, LongTexts.CUT);
        }

        /**
         * Checks that windows have probabilities of one class to put together.
         *
         * @throws InputException if not
         */
        public Classification {
            if (longTexts.windows() && problem != ProblemType.SINGLE_LABEL) {
                throw new InputException("windows of long texts need single_label_classification, found " + problem.id()
                        + "; leave the windows out");
            }
        }
    }

    /**
     * Prediction of masked tokens.
     *
     * @param tied whether the head predicts with the token embeddings instead of a matrix of its own
     */
    record MaskedLanguage(boolean tied) implements Task {}

    /** No supported task: an encoder alone, or with a head for another task. */
    record Encoder() implements Task {}
}
