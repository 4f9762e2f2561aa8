package dev.valence.model;

import dev.valence.InputException;

/**
 * The shape of an encoder. Every combination that can be built is valid.
 *
 * @param vocabularySize V
 * @param layers number of encoder layers
 * @param heads H, which divides the width
 * @param width D
 * @param feedForwardWidth F
 * @param maximumLength most tokens of one text
 * @param positions how places are encoded
 * @param dropout share of elements dropped in training, in [0, 1)
 * @param layerNormEpsilon added to variances
 */
public record EncoderConfig(
        int vocabularySize,
        int layers,
        int heads,
        int width,
        int feedForwardWidth,
        int maximumLength,
        PositionKind positions,
        float dropout,
        float layerNormEpsilon) {
    /**
     * Checks the parts.
     *
     * @throws InputException if one is out of its range
     */
    public EncoderConfig {
        requirePositive("vocabulary size", vocabularySize);
        requirePositive("number of layers", layers);
        requirePositive("number of heads", heads);
        requirePositive("width", width);
        requirePositive("feed-forward width", feedForwardWidth);
        requirePositive("maximum length", maximumLength);
        if (width % heads != 0) {
            throw new InputException("the width must be a multiple of the number of heads, found width " + width
                    + " and " + heads + " heads");
        }
        if (!(dropout >= 0f && dropout < 1f)) {
            throw new InputException("dropout must be in [0, 1), found " + dropout);
        }
        if (!(layerNormEpsilon > 0f && layerNormEpsilon < 1f)) {
            throw new InputException("the LayerNorm epsilon must be in (0, 1), found " + layerNormEpsilon);
        }
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new InputException("the " + what + " must be at least 1, found " + value);
        }
    }

    /** The same encoder with another dropout. */
    public EncoderConfig withDropout(float rate) {
        return new EncoderConfig(
                vocabularySize,
                layers,
                heads,
                width,
                feedForwardWidth,
                maximumLength,
                positions,
                rate,
                layerNormEpsilon);
    }

    /** What its embeddings and matrices have in weights, whatever else it has: VD + layers (4DD + 2DF). */
    public double leastWeights() {
        double matrices = 4.0 * width * width + 2.0 * width * feedForwardWidth;
        return (double) vocabularySize * width + layers * matrices;
    }

    /** Width K of one head. */
    public int headWidth() {
        return width / heads;
    }
}
