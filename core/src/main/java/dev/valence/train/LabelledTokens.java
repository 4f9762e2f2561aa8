package dev.valence.train;

import dev.valence.tokenize.TokenBatch;

/**
 * A tokenized split.
 *
 * @param tokens N texts
 * @param labels their class indices, [N]
 */
public record LabelledTokens(TokenBatch tokens, int[] labels) {
    /**
     * Checks that there is a label for each text.
     *
     * @throws IllegalArgumentException if not
     */
    public LabelledTokens {
        if (labels.length != tokens.texts()) {
            throw new IllegalArgumentException(
                    "every text needs a label, found " + tokens.texts() + " texts and " + labels.length + " labels");
        }
    }

    /** Number of examples N. */
    public int size() {
        return labels.length;
    }

    /** The labels of these examples. */
    int[] labels(int... examples) {
        int[] selected = new int[examples.length];
        for (int i = 0; i < examples.length; i++) {
            selected[i] = labels[examples[i]];
        }
        return selected;
    }
}
