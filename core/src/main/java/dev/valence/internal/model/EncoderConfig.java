package dev.valence.internal.model;

import dev.valence.InputException;
import dev.valence.internal.compute.Activation;
import dev.valence.train.NormPlacement;
import dev.valence.train.PositionKind;

/**
 * The shape of an encoder: everything in which families of models differ. Every combination that can be built is valid.
 *
 * @param vocabularySize V
 * @param layers number of encoder layers
 * @param heads H, which divides the width
 * @param width D
 * @param feedForwardWidth F
 * @param maximumLength most tokens of one text
 * @param embeddings what stands for a token before the first layer
 * @param activation inside the feed-forward layers
 * @param dropouts shares of elements dropped in training
 * @param layerNormEpsilon added to variances
 * @param normPlacement where LayerNorm stands in a layer
 */
public record EncoderConfig(
        int vocabularySize,
        int layers,
        int heads,
        int width,
        int feedForwardWidth,
        int maximumLength,
        EmbeddingConfig embeddings,
        Activation activation,
        DropoutRates dropouts,
        float layerNormEpsilon,
        NormPlacement normPlacement) {
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
        if (!(layerNormEpsilon > 0f && layerNormEpsilon < 1f)) {
            throw new InputException("the LayerNorm epsilon must be in (0, 1), found " + layerNormEpsilon);
        }
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new InputException("the " + what + " must be at least 1, found " + value);
        }
    }

    /**
     * An encoder of this project's own: the tutorial's, with ReLU and one rate of dropout.
     *
     * @throws InputException if a part is out of its range
     */
    public static EncoderConfig valence(
            int vocabularySize,
            int layers,
            int heads,
            int width,
            int feedForwardWidth,
            int maximumLength,
            PositionKind positions,
            float dropout,
            float layerNormEpsilon) {
        return new EncoderConfig(
                vocabularySize,
                layers,
                heads,
                width,
                feedForwardWidth,
                maximumLength,
                EmbeddingConfig.valence(positions),
                Activation.RELU,
                new DropoutRates(dropout, 0f, true),
                layerNormEpsilon,
                NormPlacement.AFTER);
    }

    /** Returns a lower bound of the number of weights: VD + layers (4DD + 2DF). */
    public double leastWeights() {
        double matrices = 4.0 * width * width + 2.0 * width * feedForwardWidth;
        return (double) vocabularySize * width + layers * matrices;
    }

    /** The same encoder with other shares of elements dropped. */
    public EncoderConfig withDropouts(DropoutRates rates) {
        return new EncoderConfig(
                vocabularySize,
                layers,
                heads,
                width,
                feedForwardWidth,
                maximumLength,
                embeddings,
                activation,
                rates,
                layerNormEpsilon,
                normPlacement);
    }

    /** Returns the same encoder as pre-norm or post-norm. */
    public EncoderConfig withNorm(NormPlacement placement) {
        return new EncoderConfig(
                vocabularySize,
                layers,
                heads,
                width,
                feedForwardWidth,
                maximumLength,
                embeddings,
                activation,
                dropouts,
                layerNormEpsilon,
                placement);
    }

    /** Kind of position embeddings. */
    public PositionKind positions() {
        return embeddings.positions();
    }

    /** Share of elements dropped in training, except attention probabilities. */
    public float dropout() {
        return dropouts.hidden();
    }

    /** Width K of one head. */
    public int headWidth() {
        return width / heads;
    }
}
