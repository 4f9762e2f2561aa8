package dev.valence.cli;

import dev.valence.data.ReadOptions;
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

/** The tokenizer of a run: the one that was given, or byte pairs learned from the training texts. */
final class LearnedTokenizer {
    private static final int CHUNK = 4_096;

    private final Terminal terminal;

    LearnedTokenizer(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The tokenizer.json of a run; learned anew but where the run goes on from a checkpoint. */
    Path file(EncoderOptions options, List<String> train, DisplayedTraining.Start start) {
        if (options.tokenizer() != null) {
            return options.tokenizer();
        }
        Path file = start.out().resolve("tokenizer.json");
        if (!start.goesOn() || !Files.exists(file)) {
            WordCounts words = new WordCounts(true);
            train.forEach(words::add);
            learn(words, BytePairOptions.ofSize(options.vocabularySize()), file);
        }
        return file;
    }

    /** The tokenizer.json of a run, learned from text files; anew but where the run goes on from a checkpoint. */
    Path file(List<Path> texts, int vocabularySize, DisplayedTraining.Start start) {
        Path file = start.out().resolve("tokenizer.json");
        if (!start.goesOn() || !Files.exists(file)) {
            learn(words(texts, true), BytePairOptions.ofSize(vocabularySize), file);
        }
        return file;
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

    /** Learns byte pairs and writes them. */
    void learn(WordCounts words, BytePairOptions options, Path file) {
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
        terminal.note(String.format(
                Locale.ROOT,
                "Learned a vocabulary of %,d tokens from %,d different words in %.1f s.",
                model.tokens().size(),
                words.counts().size(),
                (System.nanoTime() - start) / 1e9));
    }
}
