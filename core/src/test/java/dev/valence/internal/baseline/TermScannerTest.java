package dev.valence.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TermScannerTest {
    /** Python's {@code \w} is str.isalnum() or "_"; Java's regular expressions can say that by categories. */
    private static final Pattern TERM = Pattern.compile("[\\p{L}\\p{N}_]{2,}");

    /** Terms by Python 3.11: re.findall(r"(?u)\b\w\w+\b", text.lower()). */
    static List<Arguments> texts() {
        return List.of(
                Arguments.of("", List.of()),
                Arguments.of("a I ! ?", List.of()),
                Arguments.of("It's a so-so film.", List.of("it", "so", "so", "film")),
                Arguments.of("x_1 and __ and 3.14 of 1987", List.of("x_1", "and", "__", "and", "14", "of", "1987")),
                Arguments.of("crème brûlée", List.of("crème", "brûlée")),
                Arguments.of("cafe\u0301s", List.of("cafe")), // a combining accent is no \w
                Arguments.of("x\u00b2 \u2167\u2167 \u0661\u0662", List.of("x\u00b2", "\u2177\u2177", "\u0661\u0662")),
                Arguments.of("ΟΔΥΣΣΕΑΣ", List.of("οδυσσεας")),
                Arguments.of("\ud835\udc00 \ud835\udc00b \u4f60\u597d", List.of("\ud835\udc00b", "\u4f60\u597d")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("texts")
    void findsTheTermsPythonFinds(String text, List<String> terms) {
        assertThat(scan(text)).isEqualTo(terms);
    }

    @Test
    void agreesWithTheRegularExpressionOnEveryCodePoint() {
        StringBuilder everything = new StringBuilder();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                everything.append("ab").appendCodePoint(codePoint).append("-").appendCodePoint(codePoint);
            }
        }
        assertThat(scan(everything.toString())).isEqualTo(match(everything.toString()));
    }

    @Test
    void agreesWithTheRegularExpressionOnSst2() throws IOException {
        String text = Files.readString(SharedFolder.data("sst2/train.tsv"));
        assertThat(scan(text)).hasSizeGreaterThan(500_000).isEqualTo(match(text));
    }

    private static List<String> scan(String text) {
        List<String> terms = new ArrayList<>();
        TermScanner.scan(text, terms::add);
        return terms;
    }

    private static List<String> match(String text) {
        return TERM.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(result -> result.group())
                .toList();
    }
}
