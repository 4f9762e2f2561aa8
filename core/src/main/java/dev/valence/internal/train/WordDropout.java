package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.internal.compute.CounterRandom;
import dev.valence.internal.tokenize.SpecialToken;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.Tokenizer;

/**
 * Word dropout: replaces tokens of training texts by the mask token, others at every step, so that a classifier learns
 * from all words of a text and not from few (Bowman et al., "Generating Sentences from a Continuous Space", 2016,
 * section 3.1). What is hidden is a function of (seed, step, position), so nothing is stored. Special tokens stay.
 * Thread-safe.
 */
final class WordDropout {
    private static final long STREAM = 0x574F5244L << 32; // of random numbers, one for each step

    private final double rate;
    private final long seed;
    private final int mask;
    private final boolean[] special; // [V]

    /**
     * @param rate share of tokens that are hidden, in [0, 1)
     * @param tokenizer whose ids they are
     * @param seed of the run
     * @throws InputException if tokens are to be hidden and the vocabulary has no mask token
     */
    WordDropout(double rate, Tokenizer tokenizer, long seed) {
        this.rate = rate;
        this.seed = seed;
        mask = tokenizer.id(SpecialToken.MASK).orElse(-1);
        if (rate > 0 && mask < 0) {
            throw new InputException("word dropout hides tokens behind a mask token, " + SpecialToken.MASK.spellings()
                    + ", found none in the tokenizer; use another tokenizer, or no word dropout");
        }
        special = SpecialToken.ids(tokenizer);
    }

    /** Returns the texts with the tokens of step number {@code step} replaced. */
    TokenBatch apply(TokenBatch texts, long step) {
        if (rate == 0) {
            return texts;
        }
        CounterRandom random = new CounterRandom(seed, STREAM + step);
        int[] ids = texts.ids().clone();
        for (int t = 0; t < texts.tokens(); t++) {
            if (!special[ids[t]] && random.uniform(t) < rate) {
                ids[t] = mask;
            }
        }
        return new TokenBatch(ids, texts.offsets());
    }
}
