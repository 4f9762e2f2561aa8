package dev.valence.internal.train;

import dev.valence.internal.compute.CounterRandom;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.train.PositionKind;

/** Texts of random tokens whose class is a matter of order: whether token 3 comes before token 4. */
final class SmallTask {
    static final int VOCABULARY = 23;
    private static final int FIRST = 3;
    private static final int SECOND = 4;

    private SmallTask() {}

    /** A tiny encoder with prime sizes where they can be. */
    static EncoderConfig encoder(float dropout) {
        return EncoderConfig.valence(VOCABULARY, 2, 2, 22, 29, 13, PositionKind.LEARNED, dropout, 1e-5f);
    }

    static LabelledTokens examples(int count, long seed) {
        CounterRandom random = new CounterRandom(seed, 7);
        int[][] texts = new int[count][];
        int[] labels = new int[count];
        long draw = 0;
        for (int i = 0; i < count; i++) {
            int length = 5 + random.below(7, draw++);
            texts[i] = new int[length];
            for (int s = 0; s < length; s++) {
                texts[i][s] = s == 0 ? 1 : 5 + random.below(VOCABULARY - 5, draw++);
            }
            int early = 1 + random.below(length - 2, draw++);
            int late = early + 1 + random.below(length - early - 1, draw++);
            labels[i] = random.below(2, draw++);
            texts[i][early] = labels[i] == 1 ? FIRST : SECOND;
            texts[i][late] = labels[i] == 1 ? SECOND : FIRST;
        }
        return new LabelledTokens(TokenBatch.of(texts), labels);
    }
}
