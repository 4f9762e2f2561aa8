package dev.valence.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HuggingFaceTokenizerTest implements TokenizerContract {
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

    @Test
    void keepsTheLibraryOffTheNetwork() {
        open(TokenizerContract.resource("byte_pair.json"), 17).close();
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    }
}
