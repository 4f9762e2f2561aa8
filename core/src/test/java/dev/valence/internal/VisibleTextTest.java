package dev.valence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    @ParameterizedTest(name = "U+{0}")
    @CsvSource({
        "0000, \\u0000",
        "0007, \\u0007",
        "0009, \\t",
        "000A, \\n",
        "000D, \\r",
        "001B, \\u001b",
        "007F, \\u007f",
        "0085, \\u0085",
        "009B, \\u009b",
        "061C, \\u061c",
        "200E, \\u200e",
        "200F, \\u200f",
        "2028, \\u2028",
        "2029, \\u2029",
        "202A, \\u202a",
        "202E, \\u202e",
        "2066, \\u2066",
        "2069, \\u2069",
        "D83D, \\ud83d"
    })
    void whatIsHiddenIsEscaped(String codePoint, String escape) {
        String text = "a" + (char) Integer.parseInt(codePoint, 16) + "b";
        assertThat(VisibleText.line(text)).isEqualTo("a" + escape + "b");
        assertThat(VisibleText.cell(text)).isEqualTo("a" + escape + "b");
    }

    /** The joiners are within emoji and words of Persian and Hindi. */
    @ParameterizedTest
    @ValueSource(strings = {"", "naïve", "映画", "🎬", "a  b", "don’t", "👩‍💻", "می‌خواهم", "שלום", "$1"})
    void whatIsSeenStays(String text) {
        assertThat(VisibleText.line(text)).isEqualTo(text);
        assertThat(VisibleText.cell(text)).isEqualTo(text);
    }

    @Test
    void cellsCanBeReadBack() {
        assertThat(VisibleText.cell("\\t")).isEqualTo("\\\\t").isNotEqualTo(VisibleText.cell("\t"));
        assertThat(VisibleText.cell("C:\\\t\\")).isEqualTo("C:\\\\\\t\\\\");
        assertThat(VisibleText.line("C:\\dir")).isEqualTo("C:\\dir");
    }
}
