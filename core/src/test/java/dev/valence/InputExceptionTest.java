package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputExceptionTest {
    @ParameterizedTest(name = "U+{0}")
    @ValueSource(strings = {"0000", "0009", "000A", "000D", "001B", "007F", "0085", "009B", "2028", "2029"})
    void whatItQuotesNeitherBreaksTheLineNorCommandsATerminal(String codePoint) {
        String quoted = "a" + Character.toString(Integer.parseInt(codePoint, 16)) + "b";
        assertThat(new InputException("found " + quoted)).hasMessage("found a b");
        assertThat(new InputException("found " + quoted, new IllegalStateException()))
                .hasMessage("found a b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"naïve", "映画", "🎬", "a  b", "don’t"})
    void lettersAndSpacesStay(String text) {
        assertThat(new InputException(text)).hasMessage(text);
    }
}
