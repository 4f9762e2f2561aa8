package dev.valence.internal.model;

import dev.valence.InputException;

/**
 * Shares of elements dropped in training, each in [0, 1).
 *
 * @param hidden of the embeddings and of what every sublayer adds
 * @param attention of the attention's probabilities
 * @param insideFeedForward whether {@code hidden} is the rate behind the activation, too
 */
public record DropoutRates(float hidden, float attention, boolean insideFeedForward) {
    /** Nothing is dropped. */
    public static final DropoutRates NONE = new DropoutRates(0f, 0f, false);

    /**
     * Checks the rates.
     *
     * @throws InputException if one is outside [0, 1)
     */
    public DropoutRates {
        require(hidden);
        require(attention);
    }

    static void require(float rate) {
        if (!(rate >= 0f && rate < 1f)) {
            throw new InputException("dropout must be in [0, 1), found " + rate);
        }
    }

    /** Rate after the activation of the feed-forward layers. */
    float feedForward() {
        return insideFeedForward ? hidden : 0f;
    }
}
