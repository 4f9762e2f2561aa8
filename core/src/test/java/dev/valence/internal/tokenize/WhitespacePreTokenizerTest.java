package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WhitespacePreTokenizerTest {
    /** Words by pre_tokenizers.Whitespace().pre_tokenize_str of tokenizers 0.23.2. */
    static List<Arguments> texts() {
        return List.of(
                Arguments.of("", List.of()),
                Arguments.of(" \t\u00a0\u2003\u2028\u3000\u0085", List.of()),
                Arguments.of("don't stop...now!", List.of("don", "'", "t", "stop", "...", "now", "!")),
                Arguments.of("snake_case 3.14", List.of("snake_case", "3", ".", "14")),
                Arguments.of("x\u00b2+y\u00b2", List.of("x", "\u00b2+", "y", "\u00b2")), // a superscript is no \w
                Arguments.of(
                        "\u2167\u24b6", List.of("\u2167\u24b6")), // Roman numeral and circled letter are alphabetic
                Arguments.of("cafe\u0301s", List.of("cafe\u0301s")), // a combining accent belongs to the word
                Arguments.of("a\u200db\u200cc\u203fd", List.of("a\u200db\u200cc\u203fd")), // joiners and connectors
                Arguments.of("a\u200bb\u2060c", List.of("a", "\u200b", "b", "\u2060", "c")), // zero width, not white
                Arguments.of(
                        "\ud83d\ude42\ud83d\ude42ok\ud835\udc00",
                        List.of("\ud83d\ude42\ud83d\ude42", "ok\ud835\udc00")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void splitsLikeTheOriginal(String text, List<String> words) {
        assertThat(split(text)).isEqualTo(words);
    }

    @Test
    void agreesWithTheRegularExpressionOnEveryCodePoint() {
        StringBuilder everything = new StringBuilder();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                everything.append("a").appendCodePoint(codePoint).append("!").appendCodePoint(codePoint);
            }
        }
        List<String> expected = new ArrayList<>();
        Matcher matcher = Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS)
                .matcher(everything);
        while (matcher.find()) {
            expected.add(matcher.group());
        }
        assertThat(split(everything.toString())).isEqualTo(expected);
    }

    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        WhitespacePreTokenizer.split(text, words::add);
        return words;
    }
}
