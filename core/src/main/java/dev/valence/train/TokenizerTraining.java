package dev.valence.train;

import dev.valence.InputException;
import dev.valence.Listener;
import dev.valence.data.ReadOptions;
import dev.valence.internal.rows.TextFiles;
import dev.valence.internal.rows.TextReader;
import dev.valence.internal.rows.TextRow;
import dev.valence.internal.tokenize.BytePairModel;
import dev.valence.internal.tokenize.BytePairOptions;
import dev.valence.internal.tokenize.BytePairTrainer;
import dev.valence.internal.tokenize.TokenizerFile;
import dev.valence.internal.tokenize.WordCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Training of a tokenizer: byte pairs of lower-cased words (Sennrich et al., "Neural Machine Translation of Rare Words with
 * Subword Units", 2016), written as a {@code tokenizer.json} of Hugging Face.
 *
 * <pre>{@code
 * TokenizerTraining.of(Path.of("corpus.txt")).vocabularySize(8_000).train(Path.of("tokenizer.json"));
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class TokenizerTraining {
    private static final int CHUNK = 4_096;

    private final List<Path> corpus;
    private int vocabularySize = 25_000;
    private int minimumFrequency = 2;
    private int alphabet = BytePairOptions.WHOLE_ALPHABET;
    private boolean cased;
    private Listener listener = Listener.NONE;

    private TokenizerTraining(List<Path> corpus) {
        this.corpus = List.copyOf(corpus);
    }

    /**
     * Training on raw text.
     *
     * @param corpus text files, one text a line, or folders of {@code .txt} files
     */
    public static TokenizerTraining of(List<Path> corpus) {
        return new TokenizerTraining(corpus);
    }

    /** Training on raw text; see {@link #of(List)}. */
    public static TokenizerTraining of(Path... corpus) {
        return of(List.of(corpus));
    }

    /** Sets the greatest number of tokens (default: 25,000). */
    public TokenizerTraining vocabularySize(int tokens) {
        vocabularySize = tokens;
        return this;
    }

    /** Sets how often a pair must occur to be joined (default: 2). */
    public TokenizerTraining minimumFrequency(int times) {
        minimumFrequency = times;
        return this;
    }

    /** Sets how many of the most frequent characters are kept (default: all). */
    public TokenizerTraining limitAlphabet(int characters) {
        alphabet = characters;
        return this;
    }

    /** Sets whether upper case is kept (default: no). */
    public TokenizerTraining cased(boolean cased) {
        this.cased = cased;
        return this;
    }

    /** Sets the listener. */
    public TokenizerTraining listener(Listener listener) {
        this.listener = listener;
        return this;
    }

    /**
     * Learns byte pairs and writes them.
     *
     * @param out the {@code tokenizer.json}; must be new, because models may have been trained with an existing one
     * @throws InputException if an option, the corpus or the file is not as required
     */
    public void train(Path out) {
        if (Files.isRegularFile(out)) {
            throw new InputException(
                    out + ": required a new file, found one already; choose another --out, or remove it");
        }
        WordCounts words = words(TextFiles.of(corpus), !cased);
        learn(words, new BytePairOptions(vocabularySize, minimumFrequency, alphabet, List.of()), out, listener);
    }

    /** Counts the words of text files. */
    static WordCounts words(List<Path> texts, boolean lowercase) {
        WordCounts words = new WordCounts(lowercase);
        for (Path text : texts) {
            try (TextReader reader = TextReader.open(text, ReadOptions.defaults())) {
                List<TextRow> rows = reader.read(CHUNK);
                while (!rows.isEmpty()) {
                    rows.forEach(row -> words.add(row.text()));
                    rows = reader.read(CHUNK);
                }
            }
        }
        return words;
    }

    /** Learns byte pairs of words and writes them. */
    static void learn(WordCounts words, BytePairOptions options, Path file, Listener listener) {
        long start = System.nanoTime();
        BytePairModel model = BytePairTrainer.train(words, options);
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            TokenizerFile.write(model, file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        listener.note(String.format(
                Locale.ROOT,
                "Learned a vocabulary of %,d tokens from %,d different words in %.1f s.",
                model.tokens().size(),
                words.counts().size(),
                (System.nanoTime() - start) / 1e9));
    }
}
