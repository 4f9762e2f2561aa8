package dev.valence.internal.corpus;

import dev.valence.internal.tokenize.TokenBatch;
import java.util.Arrays;

/**
 * Some windows of a corpus.
 *
 * @param corpus where they are
 * @param numbers which they are, [N]
 */
public record Windows(TokenCorpus corpus, int[] numbers) {
    /** How many, N. */
    public int size() {
        return numbers.length;
    }

    /** Number of tokens of each, [N]. */
    public int[] lengths() {
        return Arrays.stream(numbers).map(corpus::length).toArray();
    }

    /** Number of tokens of all. */
    public long tokens() {
        return Arrays.stream(numbers).mapToLong(corpus::length).sum();
    }

    /** Those with these positions among them, packed in this order. */
    public TokenBatch select(int... positions) {
        return corpus.select(
                Arrays.stream(positions).map(position -> numbers[position]).toArray());
    }

    /** Every so many-th of them, so that about this many tokens are left. */
    public Windows thinned(long atMost) {
        int stride = (int) Math.max(1, (tokens() + atMost - 1) / atMost);
        int[] kept = new int[(size() + stride - 1) / stride];
        Arrays.setAll(kept, i -> numbers[i * stride]);
        return new Windows(corpus, kept);
    }
}
