package dev.valence.internal.transformer;

import dev.valence.data.Dataset;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.generated.BuiltInCorpus;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.tokenize.BytePairOptions;
import dev.valence.internal.tokenize.BytePairTrainer;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.tokenize.TokenizerFile;
import dev.valence.internal.tokenize.WordCounts;
import dev.valence.train.NormPlacement;
import dev.valence.train.PositionKind;
import java.io.IOException;
import java.nio.file.Path;

/** A tiny classifier with random weights for sentences of the built-in corpus. */
public final class SmallClassifier {
    private static final int VOCABULARY = 211;
    private static final int MAXIMUM_LENGTH = 37;

    private SmallClassifier() {}

    /** Sentences for it. */
    public static Dataset corpus() {
        return BuiltInCorpus.generate(3, 211, 53, 53);
    }

    /** Learns a tokenizer into {@code folder}. */
    public static Path tokenizer(Path folder) {
        WordCounts words = new WordCounts(true);
        corpus().train().texts().forEach(words::add);
        Path tokenizer = folder.resolve("learned-tokenizer.json");
        try {
            TokenizerFile.write(BytePairTrainer.train(words, BytePairOptions.ofSize(VOCABULARY)), tokenizer);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return tokenizer;
    }

    /** Tokens of a tokenizer. */
    public static int vocabularySize(Path tokenizer) {
        try (Tokenizer opened = HuggingFaceTokenizer.open(tokenizer, MAXIMUM_LENGTH)) {
            return opened.vocabularySize();
        }
    }

    /** Learns a tokenizer into {@code folder} and makes the classifier. */
    public static TransformerClassifier in(Path folder, long seed, int threads) {
        return in(folder, seed, threads, NormPlacement.AFTER);
    }

    /** The same with LayerNorm where you want it. */
    static TransformerClassifier in(Path folder, long seed, int threads, NormPlacement norm) {
        Path tokenizer = tokenizer(folder);
        EncoderConfig config = EncoderConfig.valence(
                        vocabularySize(tokenizer), 2, 2, 22, 29, MAXIMUM_LENGTH, PositionKind.SINUSOIDAL, 0.1f, 1e-5f)
                .withNorm(norm);
        return TransformerClassifier.random(config, BuiltInCorpus.LABELS, tokenizer, seed, Backend.best(), threads);
    }
}
