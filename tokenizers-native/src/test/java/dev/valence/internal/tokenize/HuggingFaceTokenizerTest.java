package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuggingFaceTokenizerTest implements EveryKindContract {
    @TempDir
    Path folder;

    @Override
    public Tokenizer open(Path file, int maximumLength) {
        return HuggingFaceTokenizer.open(file, maximumLength);
    }

    static Stream<Arguments> brokenFiles() throws IOException {
        String whole = Files.readString(TokenizerContract.resource("byte_pair.json"));
        return Stream.of(
                Arguments.argumentSet("empty", "", "found no tokens"),
                Arguments.argumentSet("not JSON", "the\nriver\n", "broken JSON in line 1"),
                Arguments.argumentSet("another document", "{\"model_type\": \"bert\"}", "found no tokens"),
                Arguments.argumentSet("cut in the middle", whole.substring(0, whole.length() / 2), "broken JSON"),
                Arguments.argumentSet("cut at the end", whole.substring(0, whole.length() - 1), "broken JSON"),
                Arguments.argumentSet("unknown model", whole.replace("\"BPE\"", "\"XYZ\""), "cannot load"),
                Arguments.argumentSet("merge of strangers", whole.replace("[\"t\",", "[\"tt\","), "cannot load"),
                Arguments.argumentSet("id below zero", whole.replaceFirst("\"!\":\\d+", "\"!\":-1"), "found -1"),
                Arguments.argumentSet("id no number", whole.replaceFirst("\"!\":\\d+", "\"!\":\"5\""), "broken JSON"),
                Arguments.argumentSet("too deep", "{\"a\":" + "[".repeat(99_999), "broken JSON"));
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void refusesABrokenFileInOneLine(String content, String found) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), content, StandardCharsets.UTF_8);
        assertThatThrownBy(() -> open(file, 17))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": required a")
                .hasMessageContaining(found)
                .message()
                .hasLineCount(1);
    }

    @Test
    void refusesAMissingFile() {
        assertThatThrownBy(() -> open(folder, 17))
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("tokenizer.json")
                        + ": required a tokenizer.json, found no such file; check the path or train a tokenizer");
    }

    @Test
    void refusesAMaximumLengthWithoutRoomForText() {
        Path file = TokenizerContract.resource("byte_pair.json");
        assertThatThrownBy(() -> open(file, 2))
                .isInstanceOf(InputException.class)
                .hasMessage("the maximum length must be above 2, the special tokens around each text, found 2;"
                        + " give a larger number");
    }

    @Test
    void opensAModelDirectory() throws IOException {
        Files.copy(TokenizerContract.resource("byte_pair.json"), folder.resolve("tokenizer.json"));
        try (Tokenizer tokenizer = open(folder, 17)) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(199);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"byte_pair,true", "byte_pair.trained,true", "word_piece,true", "byte_level,false", "unigram,false"})
    void runsTheUsualKindsInJava(String model, boolean inJava) {
        try (HuggingFaceTokenizer tokenizer =
                HuggingFaceTokenizer.open(TokenizerContract.resource(model + ".json"), 17)) {
            tokenizer.encode("The river [MASK] naïve \uD83D\uDE42 中国");
            assertThat(tokenizer.usesRest()).isNotEqualTo(inJava);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"private use \uE000", "unassigned \u0378", "newer than Java 17 \u1C89", "unpaired \uD83D"})
    void leavesTextsWithUnfamiliarCharactersToTheLibrary(String text) {
        Path file = TokenizerContract.resource("word_piece.json");
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.open(file, 31);
                HuggingFaceTokenizer reference = ReferenceTokenizer.open(file, 31)) {
            assertThat(tokenizer.encodeWithOffsets(text)).isEqualTo(reference.encodeWithOffsets(text));
            assertThat(tokenizer.usesRest()).isTrue();
            assertThat(tokenizer.encode("cold")).isEqualTo(reference.encode("cold"));
        }
    }

    @Test
    void opensTheLibraryOnceForManyThreads() {
        List<String> texts =
                IntStream.range(0, 997).mapToObj(i -> "river \uE000 " + i).toList();
        Path file = TokenizerContract.resource("byte_pair.json");
        try (Tokenizer tokenizer = open(file, 17);
                Tokenizer reference = ReferenceTokenizer.open(file, 17)) {
            assertThat(texts.parallelStream().map(tokenizer::encode).toList())
                    .isEqualTo(texts.stream().map(reference::encode).toList());
        }
    }

    @Test
    void keepsTheLibraryOffTheNetwork() {
        ReferenceTokenizer.open(TokenizerContract.resource("byte_pair.json"), 17)
                .close();
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    }
}
