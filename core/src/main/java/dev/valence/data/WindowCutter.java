package dev.valence.data;

import dev.valence.tokenize.Encoding;
import dev.valence.tokenize.Progress;
import dev.valence.tokenize.TokenBatch;
import dev.valence.tokenize.Tokenization;
import dev.valence.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Turns documents into windows: runs of at most so many tokens, with the special tokens around each. */
public final class WindowCutter {
    /** Tokens of a window without the special ones; what is shorter says too little to be learned from. */
    private static final int SHORTEST = 3;

    private final Tokenizer tokenizer;
    private final Cutting cutting;
    private final int maximumLength;
    private final int[] before; // special tokens in front of every text
    private final int[] after; // and behind it

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
        Encoding example = tokenizer.encode("a");
        int leading = 0;
        while (leading < example.length() && example.special(leading)) {
            leading++;
        }
        int trailing = 0;
        while (trailing < example.length() - leading && example.special(example.length() - 1 - trailing)) {
            trailing++;
        }
        before = Arrays.copyOf(example.ids(), leading);
        after = Arrays.copyOfRange(example.ids(), example.length() - trailing, example.length());
        if (maximumLength < leading + trailing + SHORTEST) {
            throw new IllegalArgumentException("a window needs at least " + (leading + trailing + SHORTEST)
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
        int end = tokens.start(piece) + tokens.length(piece) - after.length;
        int room = maximumLength - before.length - after.length;
        for (int from = tokens.start(piece) + before.length; end - from >= SHORTEST; from += room) {
            int size = Math.min(room, end - from);
            int[] window = new int[before.length + size + after.length];
            System.arraycopy(before, 0, window, 0, before.length);
            System.arraycopy(tokens.ids(), from, window, before.length, size);
            System.arraycopy(after, 0, window, before.length + size, after.length);
            windows.add(window);
        }
    }
}
