package dev.valence.internal.tokenize;

import java.util.List;

/**
 * A learned vocabulary of byte pairs, with the merges in order.
 *
 * @param tokens the vocabulary; the id of a token is its index
 * @param merges which two tokens to join, the first to be tried first
 * @param lowerCase whether it was learned from text in lower case
 */
public record BytePairModel(List<String> tokens, List<Merge> merges, boolean lowerCase) {
    /**
     * Two neighbouring tokens that become one.
     *
     * @param left the token before
     * @param right the token after, with {@link BytePairTrainer#CONTINUATION}
     */
    record Merge(String left, String right) {}

    /** Copies the lists. */
    public BytePairModel {
        tokens = List.copyOf(tokens);
        merges = List.copyOf(merges);
    }
}
