package dev.valence.internal.tokenize;

import java.util.function.Consumer;

/** One word of the corpus as token ids, and how often it occurs; merges shorten it in place. */
final class SymbolSequence {
    private final int[] symbols;
    private final long count;
    private int length;

    /** Hears how often a pair came (positive) or went (negative) within the word. */
    @FunctionalInterface
    interface PairListener {
        void changed(BytePairTrainer.Pair pair, int change);
    }

    SymbolSequence(int[] symbols, long count) {
        this.symbols = symbols;
        this.count = count;
        this.length = symbols.length;
    }

    /** How often the word occurs in the corpus. */
    long count() {
        return count;
    }

    void forEachPair(Consumer<BytePairTrainer.Pair> action) {
        for (int i = 1; i < length; i++) {
            action.accept(new BytePairTrainer.Pair(symbols[i - 1], symbols[i]));
        }
    }

    /** Replaces each occurrence of a pair, from left to right, and tells of its neighbours' pairs. */
    void merge(BytePairTrainer.Pair pair, int merged, PairListener listener) {
        int kept = 0;
        int next = 0;
        while (next < length) {
            if (!found(pair, next)) {
                symbols[kept++] = symbols[next++];
                continue;
            }
            if (kept > 0) {
                listener.changed(new BytePairTrainer.Pair(symbols[kept - 1], pair.left()), -1);
                listener.changed(new BytePairTrainer.Pair(symbols[kept - 1], merged), 1);
            }
            symbols[kept++] = merged;
            next += 2;
            if (next < length) {
                listener.changed(new BytePairTrainer.Pair(pair.right(), symbols[next]), -1);
                listener.changed(new BytePairTrainer.Pair(merged, symbols[next]), 1);
            }
        }
        length = kept;
    }

    private boolean found(BytePairTrainer.Pair pair, int at) {
        return symbols[at] == pair.left() && at + 1 < length && symbols[at + 1] == pair.right();
    }
}
