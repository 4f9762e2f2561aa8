package dev.valence.internal.model;

import dev.valence.internal.compute.Activation;
import dev.valence.internal.compute.Backend;

/** Models of this project's own, whose weights are all zero until they are initialized or read. */
public final class Models {
    private Models() {}

    /** A classifier of C classes. */
    public static TransformerModel classifier(EncoderConfig config, int classes, Backend backend) {
        return TransformerModel.of(config, HeadConfig.normed(Activation.RELU, false), classes, backend);
    }

    /** A masked language model, C = V, which predicts with the token embeddings where it is tied. */
    public static TransformerModel maskedLanguage(EncoderConfig config, boolean tied, Backend backend) {
        return TransformerModel.of(config, HeadConfig.normed(Activation.RELU, tied), config.vocabularySize(), backend);
    }
}
