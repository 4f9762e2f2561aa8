package dev.valence.benchmarks.kernels;

import dev.valence.internal.generated.BuiltInCorpus;
import dev.valence.internal.tokenize.BytePairOptions;
import dev.valence.internal.tokenize.BytePairTrainer;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.TokenizerFile;
import dev.valence.internal.tokenize.WordCounts;
import dev.valence.internal.tokenize.WordPieceVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Our tokenizers on the sentences of the built-in corpus, with vocabularies that split its rarer words. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokenizerBenchmark {
    private static final int SEED = 1;
    private static final int VOCABULARY = 300;
    private static final int MAXIMUM_LENGTH = 128;
    private static final List<String> SPECIAL_TOKENS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    /** Both tokenizers and what they read. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before all else
    public static class Tokenizers {
        private List<String> texts;
        private HuggingFaceTokenizer bytePairs;
        private HuggingFaceTokenizer wordPiece;

        /** Learns both vocabularies. */
        @Setup(Level.Trial)
        public void setUp() throws IOException {
            texts = BuiltInCorpus.generate(SEED).train().texts();
            WordCounts words = new WordCounts(true);
            texts.forEach(words::add);
            Path folder = Files.createTempDirectory("tokenizers");
            Path learned = folder.resolve("byte-pairs.json");
            TokenizerFile.write(BytePairTrainer.train(words, BytePairOptions.ofSize(VOCABULARY)), learned);
            bytePairs = HuggingFaceTokenizer.open(learned, MAXIMUM_LENGTH);
            Path vocabulary = folder.resolve(WordPieceVocabulary.FILE_NAME);
            Files.write(vocabulary, pieces(words));
            wordPiece = HuggingFaceTokenizer.open(folder, MAXIMUM_LENGTH);
            Files.delete(vocabulary);
            Files.delete(learned);
            Files.delete(folder);
        }

        /** Half of the words, and all letters for the others. */
        private static List<String> pieces(WordCounts words) {
            Stream<String> letters = IntStream.rangeClosed('!', '~')
                    .mapToObj(Character::toString)
                    .flatMap(letter -> Stream.of(letter, "##" + letter));
            Stream<String> known = words.counts().keySet().stream()
                    .sorted()
                    .filter(word -> word.length() > 1 && word.hashCode() % 2 == 0);
            return Stream.of(SPECIAL_TOKENS.stream(), letters, known)
                    .flatMap(stream -> stream)
                    .toList();
        }

        /** Closes both. */
        @TearDown(Level.Trial)
        public void tearDown() {
            bytePairs.close();
            wordPiece.close();
        }

        private long tokens(HuggingFaceTokenizer tokenizer) {
            long tokens = 0;
            for (String text : texts) {
                tokens += tokenizer.encode(text).length();
            }
            return tokens;
        }
    }

    /** All sentences into byte pairs. */
    @Benchmark
    public long bytePairs(Tokenizers t) {
        return t.tokens(t.bytePairs);
    }

    /** All sentences into WordPiece's tokens. */
    @Benchmark
    public long wordPiece(Tokenizers t) {
        return t.tokens(t.wordPiece);
    }
}
