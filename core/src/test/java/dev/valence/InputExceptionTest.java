package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputExceptionTest {
    @Test
    void whatItQuotesNeitherBreaksTheLineNorCommandsATerminal() {
        String found = "found a\n\u001b]0;b";
        assertThat(new InputException(found)).hasMessage("found a\\n\\u001b]0;b");
        assertThat(new InputException(found, new IllegalStateException())).hasMessage("found a\\n\\u001b]0;b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"naïve", "映画", "🎬", "a  b", "don’t"})
    void lettersAndSpacesStay(String text) {
        assertThat(new InputException(text)).hasMessage(text);
    }
}
