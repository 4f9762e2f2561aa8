package dev.valence.internal.corpus;

import dev.valence.internal.Progress;
import dev.valence.internal.compute.CounterRandom;
import dev.valence.internal.files.WholeFile;
import dev.valence.internal.tokenize.TokenBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A corpus as windows of token ids, in a memory-mapped file that is made once: of any size, it needs memory for the lengths
 * of its windows only. The mapping ends when nothing refers to it any more. Thread-safe.
 */
public final class TokenCorpus {
    private static final int DOCUMENTS_AT_ONCE = 2048;
    private static final int CHARACTERS_AT_ONCE = 1 << 22; // documents may be reviews, or books
    private static final long SPLIT = 0x5711; // the stream of random numbers that parts documents

    private final TokenCorpusFile file;

    private TokenCorpus(TokenCorpusFile file) {
        this.file = file;
    }

    /**
     * Opens the windows of text files, one document a line; they are made where the cache does not hold them, or holds
     * them damaged. Blank lines are skipped.
     *
     * @param cache folder of such files; created where missing
     * @param files UTF-8 text
     * @param cutter who makes windows
     * @param threads for tokenizing, at least 1
     * @param progress hears of kilobytes read, when windows are made
     * @throws dev.valence.InputException if a file is missing, not UTF-8, or no file holds a document
     * @throws UncheckedIOException if the cache cannot be written
     */
    public static TokenCorpus open(Path cache, List<Path> files, WindowCutter cutter, int threads, Progress progress) {
        Documents documents = new Documents(files);
        byte[] key = documents.key(cutter.key());
        Path file = cache.resolve(HexFormat.of().formatHex(key) + ".corpus");
        try {
            Optional<TokenCorpusFile> kept = TokenCorpusFile.open(file, key);
            if (kept.isEmpty()) {
                make(file, key, documents, cutter, threads, progress);
                kept = TokenCorpusFile.open(file, key);
            }
            return new TokenCorpus(kept.orElseThrow(() -> new IOException("what was just written cannot be read")));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the token cache " + file, e);
        }
    }

    private static void make(
            Path file, byte[] key, Documents documents, WindowCutter cutter, int threads, Progress progress)
            throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (WholeFile fresh = new WholeFile(file)) {
            try (TokenCorpusWriter writer = new TokenCorpusWriter(fresh.draft(), key);
                    Documents.Reader reader = documents.reader()) {
                int total = documents.kilobytes();
                List<String> some = reader.read(DOCUMENTS_AT_ONCE, CHARACTERS_AT_ONCE);
                while (!some.isEmpty()) {
                    for (List<int[]> windows : cutter.cut(some, threads)) {
                        writer.document(windows);
                    }
                    some = reader.read(DOCUMENTS_AT_ONCE, CHARACTERS_AT_ONCE);
                    progress.update(some.isEmpty() ? total : Math.min(total, reader.kilobytes()), total);
                }
                writer.finish();
            }
            fresh.commit();
        }
    }

    /** Number of windows. */
    public int size() {
        return file.windows();
    }

    /** Number of documents. */
    public int documents() {
        return file.documents();
    }

    /** Number of tokens of a window. */
    public int length(int window) {
        return file.length(window);
    }

    /** Windows, packed in this order. */
    public TokenBatch select(int... windows) {
        int[][] selected = new int[windows.length][];
        for (int i = 0; i < windows.length; i++) {
            selected[i] = file.ids(windows[i]);
        }
        return TokenBatch.of(selected);
    }

    /** What tells corpora apart: SHA-256 of the texts, the tokenizer and the way of cutting, 64 hexadecimal digits. */
    public String contentHash() {
        return file.key();
    }

    /**
     * A share of the documents, drawn by seed: all windows of a document are on one side.
     *
     * @param share of the documents that are held out, in [0, 1]
     * @param seed of the draw
     * @param heldOut which side is wanted
     * @return the windows of that side
     */
    public int[] part(double share, long seed, boolean heldOut) {
        CounterRandom random = new CounterRandom(seed, SPLIT);
        IntPredicate wanted = window -> random.uniform(file.document(window)) < share == heldOut;
        return IntStream.range(0, size()).filter(wanted).toArray();
    }

    /** All windows. */
    public int[] all() {
        return IntStream.range(0, size()).toArray();
    }
}
