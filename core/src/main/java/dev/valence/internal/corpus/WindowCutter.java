package dev.valence.internal.corpus;

import dev.valence.internal.Progress;
import dev.valence.internal.tokenize.TextFrame;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.Tokenization;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.train.Cutting;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns documents into windows: runs of at most so many tokens, with the special tokens around each.
 *
 * <p>Not thread-safe.
 */
public final class WindowCutter {
    /** Tokens of a window without the special ones; what is shorter says too little to be learned from. */
    private static final int SHORTEST = 3;

    private final Tokenizer tokenizer;
    private final Cutting cutting;
    private final int maximumLength;
    private final TextFrame frame;

    /**
     * @param tokenizer whose own maximum length is far above that of any document
     * @param cutting what a window may hold
     * @param maximumLength tokens of a window at most, special tokens included
     * @throws IllegalArgumentException if that leaves no room for text
     */
    public WindowCutter(Tokenizer tokenizer, Cutting cutting, int maximumLength) {
        this.tokenizer = tokenizer;
        this.cutting = cutting;
        this.maximumLength = maximumLength;
        this.frame = TextFrame.of(tokenizer);
        if (maximumLength < frame.size() + SHORTEST) {
            throw new IllegalArgumentException("a window needs at least " + (frame.size() + SHORTEST)
                    + " tokens, found a maximum of " + maximumLength);
        }
    }

    /** All that its windows depend on besides the documents. */
    String key() {
        return tokenizer.contentHash() + " " + cutting.id() + " " + maximumLength;
    }

    /**
     * The windows of some documents, in their order.
     *
     * @param documents any texts
     * @param threads at least 1; the outcome does not depend on how many
     * @return a list of windows for each document
     */
    List<List<int[]>> cut(List<String> documents, int threads) {
        List<String> pieces = new ArrayList<>();
        int[] ends = new int[documents.size()];
        for (int d = 0; d < ends.length; d++) {
            pieces.addAll(cutting.pieces(documents.get(d)));
            ends[d] = pieces.size();
        }
        TokenBatch tokens =
                Tokenization.of(tokenizer, pieces, threads, Progress.NONE).batch();
        List<List<int[]>> windows = new ArrayList<>();
        int piece = 0;
        for (int end : ends) {
            List<int[]> own = new ArrayList<>();
            for (; piece < end; piece++) {
                addWindows(tokens, piece, own);
            }
            windows.add(own);
        }
        return windows;
    }

    private void addWindows(TokenBatch tokens, int piece, List<int[]> windows) {
        int from = tokens.start(piece) + frame.before();
        int end = from + tokens.length(piece) - frame.size();
        int room = maximumLength - frame.size();
        for (; end - from >= SHORTEST; from += room) {
            windows.add(frame.around(tokens.ids(), from, Math.min(room, end - from)));
        }
    }
}
