package dev.valence.internal.tokenize;

import static dev.valence.internal.tokenize.PipelineFiles.BERT;
import static dev.valence.internal.tokenize.PipelineFiles.LOWER_CASE;
import static dev.valence.internal.tokenize.PipelineFiles.WHITESPACE;
import static dev.valence.internal.tokenize.PipelineFiles.bert;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Asks the library about every familiar code point, twice inside a word and by itself: what it becomes, where words end,
 * and offsets. With {@code -Dvalence.agreement.texts} every single one in every combination of normalizer and pre-tokenizer, without
 * it two combinations and a part of the ideographs and Hangul syllables.
 */
class FamiliarCharactersTest {
    private static final int AT_ONCE = 256;
    private static final int[] FAMILIAR = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
            .filter(FamiliarCharacters::contains)
            .toArray();
    private static final boolean EVERYTHING = Integer.getInteger("valence.agreement.texts") != null;
    private static final int[] ASKED = IntStream.of(FAMILIAR)
            .filter(codePoint -> EVERYTHING || !isOneOfThousandsAlike(codePoint) || codePoint % 17 == 0)
            .toArray();

    @TempDir
    Path folder;

    static Stream<Arguments> pipelines() {
        List<Arguments> few = List.of(
                Arguments.argumentSet("lower case, Whitespace", LOWER_CASE, WHITESPACE),
                Arguments.argumentSet("everything, BERT", bert(true, true, "null", true), BERT));
        return EVERYTHING ? combinations() : few.stream();
    }

    private static Stream<Arguments> combinations() {
        List<String> normalizers = new ArrayList<>(List.of("null", LOWER_CASE));
        for (int i = 0; i < 16; i++) {
            normalizers.add(bert((i & 1) != 0, (i & 2) != 0, (i & 4) != 0 ? "true" : "false", (i & 8) != 0));
        }
        return normalizers.stream().flatMap(normalizer -> Stream.of(WHITESPACE, BERT)
                .map(preTokenizer ->
                        Arguments.argumentSet(normalizer + ", " + preTokenizer, normalizer, preTokenizer)));
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void areWhatTheLibraryTakesThemFor(String normalizer, String preTokenizer) throws IOException {
        String json =
                PipelineFiles.file(normalizer, preTokenizer, "null", PipelineFiles.characters(familiarAndDecomposed()));
        PipelineEncoder encoder = new PipelineEncoder(
                PipelineReader.read(json.getBytes(StandardCharsets.UTF_8)), Integer.MAX_VALUE, false);
        Path file = Files.writeString(folder.resolve("tokenizer.json"), json);
        try (HuggingFaceTokenizer reference = ReferenceTokenizer.open(file, Integer.MAX_VALUE)) {
            for (int from = 0; from < ASKED.length; from += AT_ONCE) {
                StringBuilder text = new StringBuilder();
                for (int i = from; i < Math.min(ASKED.length, from + AT_ONCE); i++) {
                    String character = Character.toString(ASKED[i]);
                    text.append('a')
                            .append(character.repeat(2))
                            .append("b ")
                            .append(character)
                            .append(' ');
                }
                assertThat(encoder.encodeWithOffsets(text.toString()))
                        .as("from U+%04X", ASKED[from])
                        .isEqualTo(reference.encodeWithOffsets(text.toString()));
            }
        }
    }

    @Test
    void areMoreThanAHundredThousandButNoneThatUnicodeMayStillChange() {
        assertThat(FAMILIAR).hasSizeGreaterThan(100_000);
        assertThat(IntStream.of(FAMILIAR).map(Character::getType))
                .doesNotContain((int) Character.UNASSIGNED, (int) Character.SURROGATE, (int) Character.PRIVATE_USE);
    }

    /** Marks that change places are non-spacing ones, which go with the accents. A iota subscript changes with all others. */
    @Test
    void changePlacesOnlyIfTheyAreStrippedAnyway() {
        String iotaSubscript = "a\u0345";
        assertThat(IntStream.of(FAMILIAR)
                        .filter(codePoint -> Character.getType(codePoint) != Character.NON_SPACING_MARK)
                        .mapToObj(Character::toString))
                .allMatch(character -> Normalizer.normalize(iotaSubscript + character, Normalizer.Form.NFD)
                        .startsWith(iotaSubscript));
    }

    /** Ideographs and Hangul syllables. */
    private static boolean isOneOfThousandsAlike(int codePoint) {
        return Character.isIdeographic(codePoint) || (codePoint >= 0xAC00 && codePoint <= 0xD7A3);
    }

    private static Set<String> familiarAndDecomposed() {
        Set<String> characters = new LinkedHashSet<>();
        for (int codePoint : ASKED) {
            String character = Character.toString(codePoint);
            characters.add(character);
            Normalizer.normalize(character, Normalizer.Form.NFD)
                    .codePoints()
                    .mapToObj(Character::toString)
                    .forEach(characters::add);
        }
        return characters;
    }
}
