package dev.valence.benchmarks;

import dev.valence.InputException;
import dev.valence.data.ReadOptions;
import dev.valence.data.Split;
import dev.valence.internal.Progress;
import dev.valence.internal.compute.CounterRandom;
import dev.valence.internal.rows.DatasetReader;
import dev.valence.internal.tokenize.BytePairOptions;
import dev.valence.internal.tokenize.BytePairTrainer;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.Tokenization;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.tokenize.TokenizerFile;
import dev.valence.internal.tokenize.WordCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Token ids of labelled texts, the same for every peer: one text a line, its label and its ids between spaces.
 *
 * @param tokens N texts
 * @param labels [N]
 */
public record Workload(TokenBatch tokens, int[] labels) {
    /** Where the tokenizer of SST-2 stands in the working directory. */
    public static final String TOKENIZER = "tokenizer.json";

    private static final int VOCABULARY = 25_000; // asked for; training stops when no pair is frequent any more
    private static final int MAXIMUM_LENGTH = 128;
    private static final int SEED = 42;

    /**
     * A random sample of SST-2's training texts under byte pairs learned from all of them.
     *
     * @param sst2 directory of the dataset
     * @param folder working directory, where the tokenizer is learned once
     * @param texts size of the sample
     */
    static Workload sst2(Path sst2, Path folder, int texts) throws IOException {
        return sst2(DatasetReader.read(sst2, ReadOptions.defaults()).train(), folder, texts);
    }

    /**
     * The same, of texts of one length.
     *
     * @param length tokens of each
     */
    static Workload sst2OfLength(Path sst2, Path folder, int texts, int length) throws IOException {
        Split train = DatasetReader.read(sst2, ReadOptions.defaults()).train();
        Workload all = sst2(train, folder, train.size());
        int[] chosen = IntStream.range(0, all.texts())
                .filter(i -> all.tokens.length(i) == length)
                .limit(texts)
                .toArray();
        if (chosen.length < texts) {
            throw new InputException(
                    sst2 + ": required " + texts + " texts of " + length + " tokens, found " + chosen.length);
        }
        return new Workload(
                all.tokens.select(chosen),
                Arrays.stream(chosen).map(i -> all.labels[i]).toArray());
    }

    private static Workload sst2(Split train, Path folder, int texts) throws IOException {
        Path file = folder.resolve(TOKENIZER);
        if (!Files.exists(file)) {
            WordCounts words = new WordCounts(true);
            train.texts().forEach(words::add);
            TokenizerFile.write(BytePairTrainer.train(words, BytePairOptions.ofSize(VOCABULARY)), file);
        }
        int[] chosen = Arrays.copyOf(new CounterRandom(SEED, 0).permutation(train.size()), texts);
        List<String> sample = Arrays.stream(chosen).mapToObj(train.texts()::get).toList();
        int[] labels =
                Arrays.stream(chosen).map(i -> train.examples().get(i).label()).toArray();
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(file, MAXIMUM_LENGTH)) {
            return new Workload(
                    Tokenization.of(tokenizer, sample, 1, Progress.NONE).batch(), labels);
        }
    }

    /** Random ids in texts of one length, for growth curves. */
    static Workload random(int texts, int length, int vocabulary) {
        CounterRandom random = new CounterRandom(SEED, 1);
        int[][] ids = new int[texts][length];
        int[] labels = new int[texts];
        for (int text = 0; text < texts; text++) {
            int first = text * length;
            Arrays.setAll(ids[text], i -> 5 + random.below(vocabulary - 5, first + i)); // after the special tokens
            labels[text] = text % Shape.CLASSES;
        }
        return new Workload(TokenBatch.of(ids), labels);
    }

    /** Writes the file that all peers read. */
    void write(Path file) {
        List<String> lines = new ArrayList<>();
        for (int text = 0; text < labels.length; text++) {
            String ids =
                    Arrays.stream(tokens.ids(text)).mapToObj(String::valueOf).collect(Collectors.joining(" "));
            lines.add(labels[text] + " " + ids);
        }
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static Workload read(Path file) {
        try {
            int[][] lines = Files.readAllLines(file).stream()
                    .map(line -> Arrays.stream(line.split(" ", -1))
                            .mapToInt(Integer::parseInt)
                            .toArray())
                    .toArray(int[][]::new);
            int[] labels = Arrays.stream(lines).mapToInt(line -> line[0]).toArray();
            int[][] ids = Arrays.stream(lines)
                    .map(line -> Arrays.copyOfRange(line, 1, line.length))
                    .toArray(int[][]::new);
            return new Workload(TokenBatch.of(ids), labels);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Number of texts N. */
    public int texts() {
        return labels.length;
    }

    /** Indices of all texts in batches: shuffled once, and sorted by length before they are cut where that is asked for. */
    public List<int[]> batches(int size, boolean byLength) {
        int[] order = new CounterRandom(SEED, 2).permutation(texts());
        if (byLength) {
            order = Arrays.stream(order)
                    .boxed()
                    .sorted((a, b) -> Integer.compare(tokens.length(a), tokens.length(b)))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < order.length; from += size) {
            batches.add(Arrays.copyOfRange(order, from, Math.min(order.length, from + size)));
        }
        return batches;
    }
}
