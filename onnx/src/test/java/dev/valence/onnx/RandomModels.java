package dev.valence.onnx;

import dev.valence.internal.compute.Activation;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.DropoutRates;
import dev.valence.internal.model.EmbeddingConfig;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.model.HeadConfig;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.train.NormPlacement;
import dev.valence.train.PositionKind;
import java.util.Random;
import java.util.stream.Stream;

/** Tiny models and texts for them. */
final class RandomModels {
    static final int VOCABULARY = 47;
    static final int LONGEST = 19;

    private RandomModels() {}

    /** An encoder with all that may be in it; the head's activation is the encoder's. */
    static TransformerModel bert(Activation activation) {
        EncoderConfig encoder = new EncoderConfig(
                VOCABULARY,
                2,
                3,
                21,
                29,
                LONGEST,
                new EmbeddingConfig(PositionKind.LEARNED, 0, 2, false, true),
                activation,
                DropoutRates.NONE,
                1e-12f,
                NormPlacement.AFTER);
        return random(TransformerModel.of(encoder, HeadConfig.pooler(activation, 0.1f), 3, Backend.best()));
    }

    /** The model with random weights, none of them as it is before training. */
    static TransformerModel random(TransformerModel model) {
        model.initialize(23);
        Random random = new Random(29);
        float[] weights = model.parameters().values();
        for (int i = 0; i < weights.length; i++) {
            weights[i] += 0.1f * (float) random.nextGaussian(); // biases and scales too
        }
        try (WorkerPool pool = new WorkerPool(1)) {
            model.refresh(pool);
        }
        return model;
    }

    /** Texts of several lengths, among them the shortest and the longest. */
    static TokenBatch texts() {
        Random random = new Random(31);
        return TokenBatch.of(Stream.of(1, 7, 2, LONGEST, 13)
                .map(length -> random.ints(length, 0, VOCABULARY).toArray())
                .toArray(int[][]::new));
    }
}
