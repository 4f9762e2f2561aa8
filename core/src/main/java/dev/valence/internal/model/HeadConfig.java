package dev.valence.internal.model;

import dev.valence.internal.compute.Activation;

/**
 * The head of a model, which computes logits from the encoder's rows: dropout, Linear(D), an activation, LayerNorm or
 * not, dropout, and a projection to the classes. Every family's heads are of this form.
 *
 * @param activation behind the first linear layer
 * @param norm whether LayerNorm follows
 * @param inputDropout share of the encoder's output dropped in training
 * @param dropout share of the projection's input dropped in training
 * @param tied whether the projection is the transpose of the token embeddings
 */
public record HeadConfig(Activation activation, boolean norm, float inputDropout, float dropout, boolean tied) {
    /** Checks the rates. */
    public HeadConfig {
        DropoutRates.require(inputDropout);
        DropoutRates.require(dropout);
    }

    /**
     * With LayerNorm and without dropout: the heads of masked language models, and this project's own of classifiers.
     *
     * @param activation behind the first linear layer
     * @param tied whether the projection is the transpose of the token embeddings
     */
    public static HeadConfig normed(Activation activation, boolean tied) {
        return new HeadConfig(activation, true, 0f, 0f, tied);
    }

    /**
     * Returns BERT's classification head with its pooler (tanh), or DistilBERT's (ReLU).
     *
     * @param dropout share of the projection's input dropped in training
     */
    public static HeadConfig pooler(Activation activation, float dropout) {
        return new HeadConfig(activation, false, 0f, dropout, false);
    }
}
