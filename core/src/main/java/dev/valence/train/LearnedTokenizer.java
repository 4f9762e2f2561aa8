package dev.valence.train;

import dev.valence.Listener;
import dev.valence.internal.tokenize.BytePairOptions;
import dev.valence.internal.tokenize.WordCounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** The tokenizer of a run: the one that was given, or byte pairs learned from the training texts. */
final class LearnedTokenizer {
    private LearnedTokenizer() {}

    /** The tokenizer for texts; learned anew unless the run goes on from a checkpoint. */
    static Path of(List<String> texts, EncoderShape shape, RunStart start, Listener listener) {
        return of(
                () -> {
                    WordCounts words = new WordCounts(true);
                    texts.forEach(words::add);
                    return words;
                },
                shape,
                start,
                listener);
    }

    /** The tokenizer for text files; see {@link #of}. */
    static Path ofFiles(List<Path> files, EncoderShape shape, RunStart start, Listener listener) {
        return of(() -> TokenizerTraining.words(files, true), shape, start, listener);
    }

    private static Path of(Supplier<WordCounts> words, EncoderShape shape, RunStart start, Listener listener) {
        if (shape.tokenizer != null) {
            return shape.tokenizer;
        }
        Path file = start.out().resolve("tokenizer.json");
        if (!start.goesOn() || !Files.exists(file)) {
            TokenizerTraining.learn(words.get(), BytePairOptions.ofSize(shape.vocabularySize), file, listener);
        }
        return file;
    }
}
