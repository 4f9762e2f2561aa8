package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.ReferenceJson;
import dev.valence.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytePairTrainerTest {
    private static final List<String> SPECIAL = List.of("[PAD]", "[CLS]", "[SEP]", "[MASK]", "[UNK]");

    @TempDir
    Path folder;

    static Stream<Arguments> randomWords() throws IOException {
        return ReferenceJson.read(TokenizerContract.resource("byte_pair_cases.json")).list().stream()
                .map(reference -> Arguments.argumentSet(
                        reference.get("vocabulary_size").integer() + " tokens of "
                                + reference.get("text").string().substring(0, 31) + "…",
                        reference));
    }

    @ParameterizedTest
    @MethodSource("randomWords")
    void learnsWhatTheOriginalLearns(ReferenceJson reference) {
        List<String> tokens = reference.get("tokens").strings();
        BytePairOptions options = new BytePairOptions(
                reference.get("vocabulary_size").integer(),
                reference.get("minimum_frequency").integer(),
                BytePairOptions.WHOLE_ALPHABET,
                characterOrder(tokens));
        BytePairModel model = BytePairTrainer.train(count(reference.get("text").string()), options);
        assertThat(model.tokens()).isEqualTo(tokens);
        assertThat(model.merges()).isEqualTo(merges(reference.get("merges")));
    }

    @ParameterizedTest(name = "vocabulary of {0}")
    @ValueSource(ints = {500, 3000})
    void writesTheReferenceFileToTheLastByteGivenItsOrderOfCharacters(int size) throws IOException {
        Path reference = SharedFolder.reference("bpe/tokenizer_" + size + ".json");
        BytePairOptions options = new BytePairOptions(
                size, 2, BytePairOptions.WHOLE_ALPHABET, characterOrder(tokens(ReferenceJson.read(reference))));
        Path written = folder.resolve("tokenizer.json");
        TokenizerFile.write(BytePairTrainer.train(referenceCorpus(), options), written);
        assertThat(written).hasSameBinaryContentAs(reference);
    }

    @ParameterizedTest(name = "vocabulary of {0}")
    @ValueSource(ints = {500, 3000})
    void encodesTheReferenceTextsGivenItsOrderOfCharacters(int size) throws IOException {
        ReferenceJson reference = ReferenceJson.read(SharedFolder.reference("bpe/tokenizer_" + size + ".json"));
        BytePairOptions options =
                new BytePairOptions(size, 2, BytePairOptions.WHOLE_ALPHABET, characterOrder(tokens(reference)));
        Path written = folder.resolve("tokenizer.json");
        TokenizerFile.write(BytePairTrainer.train(referenceCorpus(), options), written);
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(written, 512)) {
            for (ReferenceJson row : ReferenceJson.read(SharedFolder.reference("bpe/encodings_" + size + ".json"))
                    .list()) {
                String text = row.get("text").string();
                assertThat(tokenizer.encode(text).ids())
                        .as(text)
                        .isEqualTo(row.get("ids").integers());
            }
        }
    }

    /** The original numbers continuing characters by chance, so ids and the order of tied merges are its own. */
    @ParameterizedTest(name = "vocabulary of {0}")
    @ValueSource(ints = {500, 3000})
    void learnsTheTokensAndMergesOfTheReferenceByItself(int size) throws IOException {
        ReferenceJson reference = ReferenceJson.read(SharedFolder.reference("bpe/tokenizer_" + size + ".json"));
        BytePairModel model = BytePairTrainer.train(referenceCorpus(), BytePairOptions.ofSize(size));
        assertThat(model.tokens()).containsExactlyInAnyOrderElementsOf(tokens(reference));
        assertThat(model.merges())
                .containsExactlyInAnyOrderElementsOf(
                        merges(reference.get("model").get("merges")));
    }

    @Test
    void joinsTheMostFrequentPairFirstAndTheSmallerIdsOfATie() {
        // a ##b twice, c ##d twice, e ##f three times: e ##f first, then the tie goes to the smaller id of a.
        BytePairModel model = BytePairTrainer.train(count("cd ab ef ef cd ef ab"), BytePairOptions.ofSize(100));
        assertThat(model.merges())
                .containsExactly(
                        new BytePairModel.Merge("e", "##f"),
                        new BytePairModel.Merge("a", "##b"),
                        new BytePairModel.Merge("c", "##d"));
        assertThat(model.tokens())
                .startsWith(SPECIAL.toArray(String[]::new))
                .endsWith("a", "b", "c", "d", "e", "f", "##f", "##d", "##b", "ef", "ab", "cd");
    }

    @Test
    void stopsAtTheMinimumFrequency() {
        BytePairOptions options = new BytePairOptions(100, 3, BytePairOptions.WHOLE_ALPHABET, List.of());
        assertThat(BytePairTrainer.train(count("ab ab ef ef ef"), options).merges())
                .containsExactly(new BytePairModel.Merge("e", "##f"));
    }

    @Test
    void keepsTheMostFrequentCharactersAndOfATieTheSmallerCodePoints() {
        // a occurs 4 times, b and c 3 times each, d once; without c and d, "dab" begins with a continuing a.
        BytePairOptions options = new BytePairOptions(100, 2, 2, List.of());
        BytePairModel model = BytePairTrainer.train(count("ab cab dab cca"), options);
        assertThat(model.tokens().subList(5, model.tokens().size())).containsExactly("a", "b", "##b", "##a", "##ab");
        assertThat(model.merges()).containsExactly(new BytePairModel.Merge("##a", "##b"));
    }

    @Test
    void doesNotDependOnTheOrderOfTheTexts() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(TokenizerContract.resource("corpus.txt")));
        BytePairModel expected =
                BytePairTrainer.train(count(lines.toArray(String[]::new)), BytePairOptions.ofSize(199));
        Collections.shuffle(lines, new Random(11));
        assertThat(BytePairTrainer.train(count(lines.toArray(String[]::new)), BytePairOptions.ofSize(199)))
                .as("shuffled with seed 11")
                .isEqualTo(expected);
    }

    @Test
    void refusesACorpusWithoutWords() {
        assertThatThrownBy(() -> BytePairTrainer.train(count(" \t", ""), BytePairOptions.ofSize(100)))
                .isInstanceOf(InputException.class)
                .hasMessage("training a tokenizer requires text, found no words; check the corpus");
    }

    @Test
    void refusesAVocabularySmallerThanTheAlphabet() {
        assertThatThrownBy(() -> BytePairTrainer.train(count("abc"), BytePairOptions.ofSize(7)))
                .isInstanceOf(InputException.class)
                .hasMessage("the vocabulary size must be at least 10, the special tokens and characters of the corpus,"
                        + " found 7; ask for more or limit the alphabet");
    }

    static Stream<Arguments> numbersBelowOne() {
        return Stream.of(
                Arguments.argumentSet("vocabulary size", 0, 2, 3),
                Arguments.argumentSet("minimum frequency", 100, -1, 3),
                Arguments.argumentSet("limit of the alphabet", 100, 2, 0));
    }

    @ParameterizedTest
    @MethodSource("numbersBelowOne")
    void refusesNumbersBelowOne(int vocabularySize, int minimumFrequency, int alphabetLimit) {
        assertThatThrownBy(() -> new BytePairOptions(vocabularySize, minimumFrequency, alphabetLimit, List.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("must be at least 1");
    }

    private static WordCounts count(String... texts) {
        WordCounts words = new WordCounts(true);
        for (String text : texts) {
            words.add(text);
        }
        return words;
    }

    private static WordCounts referenceCorpus() throws IOException {
        return count(Files.readString(SharedFolder.reference("bpe/corpus.txt")));
    }

    private static List<String> tokens(ReferenceJson tokenizer) {
        return tokenizer.get("model").get("vocab").keys();
    }

    private static List<String> characterOrder(List<String> tokens) {
        return tokens.stream().filter(token -> token.matches("(?s)(##)?.")).toList();
    }

    private static List<BytePairModel.Merge> merges(ReferenceJson pairs) {
        return pairs.list().stream()
                .map(ReferenceJson::strings)
                .map(pair -> new BytePairModel.Merge(pair.get(0), pair.get(1)))
                .toList();
    }
}
