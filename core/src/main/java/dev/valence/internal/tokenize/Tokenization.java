package dev.valence.internal.tokenize;

import dev.valence.internal.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Many texts as token ids.
 *
 * @param batch the ids, special tokens included
 * @param truncated how many texts were cut to the maximum length
 */
public record Tokenization(TokenBatch batch, int truncated) {
    private static final int MOST_AT_ONCE = 1024; // texts
    private static final int FEWEST_AT_ONCE = 32; // for which a thread of their own is worth starting
    private static final int PARTS_OF_A_THREAD = 8; // so that none waits long for another's last

    /**
     * Encodes texts on several threads; the outcome does not depend on how many.
     *
     * @param threads at least 1
     * @param progress hears of texts done
     * @throws IllegalArgumentException if {@code threads} is not positive
     */
    public static Tokenization of(Tokenizer tokenizer, List<String> texts, int threads, Progress progress) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, found " + threads);
        }
        int[][] ids = new int[texts.size()][];
        int size = Math.max(FEWEST_AT_ONCE, Math.min(MOST_AT_ONCE, ids.length / (PARTS_OF_A_THREAD * threads)));
        if (ids.length <= size) {
            int truncated = encode(tokenizer, texts, 0, ids.length, ids);
            progress.update(ids.length, ids.length);
            return new Tokenization(TokenBatch.of(ids), truncated);
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<CompletableFuture<Integer>> parts = new ArrayList<>();
            for (int from = 0; from < ids.length; from += size) {
                int first = from;
                int end = Math.min(ids.length, from + size);
                parts.add(CompletableFuture.supplyAsync(() -> encode(tokenizer, texts, first, end, ids), pool));
            }
            int truncated = 0;
            for (int part = 0; part < parts.size(); part++) {
                truncated += join(parts.get(part));
                progress.update(Math.min(ids.length, (part + 1) * size), ids.length);
            }
            return new Tokenization(TokenBatch.of(ids), truncated);
        } finally {
            pool.shutdownNow();
        }
    }

    /** Encodes texts {@code from} (included) to {@code to} (excluded) and tells how many were cut. */
    private static int encode(Tokenizer tokenizer, List<String> texts, int from, int to, int[][] ids) {
        int truncated = 0;
        for (int i = from; i < to; i++) {
            Encoding encoding = tokenizer.encode(texts.get(i));
            ids[i] = encoding.ids();
            truncated += encoding.truncated() ? 1 : 0;
        }
        return truncated;
    }

    private static int join(CompletableFuture<Integer> part) {
        try {
            return part.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
