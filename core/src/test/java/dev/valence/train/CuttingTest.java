package dev.valence.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CuttingTest {
    @Test
    void sentencesEndAtTheirMarks() {
        assertThat(Cutting.SENTENCES.pieces(" It was 3.5 stars. Was it?  It was! \"Oh.\" He left"))
                .containsExactly("It was 3.5 stars.", "Was it?", "It was!", "\"Oh.\"", "He left");
    }

    @Test
    void aShortDocumentIsOneWindow() {
        assertThat(Cutting.WINDOWS.pieces(" One. Two. ")).isEqualTo(List.of(" One. Two. "));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void longTextIsCutBetweenWords(Cutting cutting) {
        String text = "seven ".repeat(50_021).strip();
        List<String> pieces = cutting.pieces(text);
        assertThat(String.join("", pieces)).isEqualTo(text);
        assertThat(pieces)
                .hasSize(1 + text.length() / Cutting.LONGEST)
                .allMatch(piece -> piece.length() <= Cutting.LONGEST)
                .allMatch(piece -> piece.endsWith("seven"));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void longTextWithoutSpacesIsCutBetweenCharacters(Cutting cutting) {
        String text = "\uD83D\uDE00".repeat(70_001); // two chars each, an odd number of them in front
        List<String> pieces = cutting.pieces("x" + text);
        assertThat(String.join("", pieces)).isEqualTo("x" + text);
        assertThat(pieces)
                .allMatch(piece -> piece.length() <= Cutting.LONGEST)
                .noneMatch(piece -> Character.isLowSurrogate(piece.charAt(0)));
    }
}
