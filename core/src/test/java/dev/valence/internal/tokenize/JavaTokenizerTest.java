package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokenizers where the module with the library is not on the class path. */
class JavaTokenizerTest implements TokenizerContract {
    @Override
    public Tokenizer open(Path file, int maximumLength) {
        return HuggingFaceTokenizer.open(file, maximumLength);
    }

    @Test
    void theModuleIsNotThere() {
        assertThat(TokenizerLibrary.find()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte_level.json", "unigram.json"})
    void otherKindsAreRefusedWithTheNameOfTheModule(String name) {
        Path file = TokenizerContract.resource(name);
        assertThatThrownBy(() -> open(file, 17))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": required a tokenizer.json of a kind that runs in Java")
                .hasMessageContaining("valence-tokenizers-native")
                .message()
                .hasLineCount(1);
    }

    /** The vocabulary has single letters but no character of these, and the normalizer removes what is no character. */
    @ParameterizedTest
    @CsvSource({
        "'a \uE000 b', a b", // private use
        "'a \u0378 b', a b", // unassigned
        "'a \u1C89 b', a [UNK] b|a b", // assigned by Unicode 16
        "'a \uD83D b', a ? b",
        "'\uDE42a b', ? a b"
    })
    void unfamiliarCharactersAreWhatJavaTakesThemFor(String text, String tokens) {
        try (Tokenizer tokenizer = open(TokenizerContract.resource("word_piece.json"), 31)) {
            Encoding encoding = tokenizer.encode(text);
            List<String> found = IntStream.range(1, encoding.length() - 1)
                    .mapToObj(i -> tokenizer.token(encoding.ids()[i]))
                    .toList();
            assertThat(tokens.split("\\|")).contains(String.join(" ", found));
        }
    }

    @Test
    void offsetsAroundThemAreThoseOfTheText() {
        try (Tokenizer tokenizer = open(TokenizerContract.resource("word_piece.json"), 31)) {
            OffsetEncoding encoding = tokenizer.encodeWithOffsets("a \uD83D\uDE42 \uDE42 \uDB80\uDC00b");
            assertThat(IntStream.range(1, encoding.encoding().length() - 1)
                            .mapToObj(i -> encoding.start(i) + "-" + encoding.end(i)))
                    .containsExactly("0-1", "2-4", "5-6", "9-10");
        }
    }
}
