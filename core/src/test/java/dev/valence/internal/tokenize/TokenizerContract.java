package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.valence.ReferenceJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Tokenizer} of the kinds that run in Java does, against encodings made with Hugging Face tokenizers 0.23.2 (see
 * tools/reference/tokenizers_small.py). The files ask for truncation to one token and for padding.
 */
interface TokenizerContract {
    /** The tokenizer under test. */
    Tokenizer open(Path file, int maximumLength);

    /** A file of core's, also where this runs for another module. */
    static Path resource(String name) {
        return Path.of("../core/src/test/resources/dev/valence/internal/tokenize")
                .resolve(name);
    }

    static Stream<Arguments> referenceEncodings() throws IOException {
        return referenceEncodings("byte_pair", "word_piece");
    }

    static Stream<Arguments> referenceEncodings(String... models) throws IOException {
        List<Arguments> cases = new ArrayList<>();
        for (String model : models) {
            for (ReferenceJson row :
                    ReferenceJson.read(resource(model + ".encodings.json")).list()) {
                String text = row.get("text").string();
                String shown = text.length() < 50 ? text : text.length() + " characters";
                int maximumLength = row.get("maximum_length").integer();
                cases.add(Arguments.argumentSet(model + " up to " + maximumLength + ": " + shown, model, row));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("referenceEncodings")
    default void encodesLikeTheReference(String model, ReferenceJson row) {
        int[] ids = row.get("ids").integers();
        BitSet special = new BitSet();
        for (int position : row.get("special").integers()) {
            special.set(position);
        }
        Encoding expected = new Encoding(ids, special, row.get("truncated").bool());
        try (Tokenizer tokenizer =
                open(resource(model + ".json"), row.get("maximum_length").integer())) {
            assertThat(tokenizer.encode(row.get("text").string())).isEqualTo(expected);
        }
    }

    @ParameterizedTest(name = "{0}: {1} tokens, first {2}, last {3}")
    @CsvSource(
            delimiter = ' ',
            value = {"byte_pair 199 [PAD]", "word_piece 251 [PAD]"})
    default void knowsItsVocabulary(String model, int size, String first) {
        try (Tokenizer tokenizer = open(resource(model + ".json"), 17)) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(size);
            assertThat(tokenizer.token(0)).isEqualTo(first);
            assertThat(IntStream.range(0, size).mapToObj(id -> tokenizer.id(tokenizer.token(id))))
                    .containsExactlyElementsOf(
                            IntStream.range(0, size).mapToObj(OptionalInt::of).toList());
            assertThat(tokenizer.id("no such token")).isEmpty();
            assertThatIllegalArgumentException().isThrownBy(() -> tokenizer.token(size));
            assertThatIllegalArgumentException().isThrownBy(() -> tokenizer.token(-1));
        }
    }

    @ParameterizedTest(name = "{0}: padding {1}, classification {2}, separator {3}, mask {4}, unknown {5}")
    @CsvSource(
            delimiter = ' ',
            value = {"byte_pair 0 1 2 3 4", "word_piece 0 1 2 3 4"})
    default void findsSpecialTokensInBothSpellings(
            String model, int padding, int classification, int separator, int mask, int unknown) {
        try (Tokenizer tokenizer = open(resource(model + ".json"), 17)) {
            assertThat(tokenizer.id(SpecialToken.PADDING)).hasValue(padding);
            assertThat(tokenizer.id(SpecialToken.CLASSIFICATION)).hasValue(classification);
            assertThat(tokenizer.id(SpecialToken.SEPARATOR)).hasValue(separator);
            assertThat(tokenizer.id(SpecialToken.MASK)).hasValue(mask);
            assertThat(tokenizer.id(SpecialToken.UNKNOWN)).hasValue(unknown);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte_pair", "word_piece"})
    default void tellsWhereTokensComeFrom(String model) {
        String text = "the river told\tthe bridge";
        try (Tokenizer tokenizer = open(resource(model + ".json"), 997)) {
            OffsetEncoding encoding = tokenizer.encodeWithOffsets(text);
            assertThat(encoding.encoding()).isEqualTo(tokenizer.encode(text));
            StringBuilder covered = new StringBuilder();
            for (int i = 0; i < encoding.encoding().length(); i++) {
                covered.append(text, encoding.start(i), encoding.end(i));
            }
            assertThat(covered.toString().replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
        }
    }

    static Stream<Arguments> textsWithOffsets() {
        return Stream.of(
                Arguments.argumentSet("surrogate pairs", "\uD83D\uDE42\uD83D\uDE42 a\uD83D\uDE42", "0-4 5-8"),
                Arguments.argumentSet(
                        "marks after their letters", "e\u0301e\u0301 t\u0301he e\u0301", "0-1 2-3 5-9 10-11"),
                Arguments.argumentSet("ideographs", "a\u4E2D\u56FDb", "0-1 1-2 2-3 3-4"),
                Arguments.argumentSet("what is removed", "\0a\u200Bb\uFFFD c", "1-2 3-4 6-7"),
                Arguments.argumentSet("special tokens", "a[MASK]b [SEP]", "0-1 1-7 7-8 9-14"),
                Arguments.argumentSet("unpaired surrogates", "\uD83D a \uDE42\uD83D\uDE42", "0-1 2-3 4-5 5-7"),
                Arguments.argumentSet("nothing", " \t", ""));
    }

    /** The vocabulary has single letters, as beginning and continuing a word, and "the", but no smiling face. */
    @ParameterizedTest
    @MethodSource("textsWithOffsets")
    default void countsOffsetsInCharsOfTheTextAsItWasGiven(String text, String expected) {
        try (Tokenizer tokenizer = open(resource("word_piece.json"), 31)) {
            OffsetEncoding encoding = tokenizer.encodeWithOffsets(text);
            int last = encoding.encoding().length() - 1;
            assertThat(IntStream.range(1, last)
                            .mapToObj(i -> encoding.start(i) + "-" + encoding.end(i))
                            .collect(Collectors.joining(" ")))
                    .isEqualTo(expected);
            assertThat(new int[] {encoding.start(0), encoding.end(0), encoding.start(last), encoding.end(last)})
                    .containsOnly(0);
        }
    }

    @Test
    default void cutsOffsetsWithTheTokens() {
        try (Tokenizer tokenizer = open(resource("word_piece.json"), 4)) {
            OffsetEncoding encoding = tokenizer.encodeWithOffsets("a \u2603 a a");
            assertThat(encoding.encoding()).isEqualTo(tokenizer.encode("a \u2603 a a"));
            assertThat(encoding.encoding().truncated()).isTrue();
            assertThat(encoding.end(2)).isEqualTo(3);
        }
    }

    @Test
    default void isToldApartByTheContentOfItsFile() throws IOException, GeneralSecurityException {
        Path file = resource("byte_pair.json");
        byte[] expected = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        try (Tokenizer tokenizer = open(file, 17);
                Tokenizer other = open(resource("byte_pair.trained.json"), 17)) {
            assertThat(tokenizer.contentHash())
                    .isEqualTo(HexFormat.of().formatHex(expected))
                    .isNotEqualTo(other.contentHash());
            assertThat(tokenizer.maximumLength()).isEqualTo(17);
        }
    }

    @Test
    default void cutsAMillionCharactersToTheMaximumLength() {
        try (Tokenizer tokenizer = open(resource("byte_pair.json"), 13)) {
            int[] shortIds = tokenizer.encode("river ".repeat(13)).ids();
            Encoding encoding = tokenizer.encode("river ".repeat(166_667));
            assertThat(encoding.ids()).hasSize(13).containsExactly(shortIds);
            assertThat(encoding.truncated()).isTrue();
        }
    }

    @Test
    default void readsUnpairedSurrogatesAsQuestionMarks() {
        try (Tokenizer tokenizer = open(resource("byte_pair.json"), 31)) {
            Encoding expected = tokenizer.encode("cold ? river ?\uD83D\uDE42");
            assertThat(tokenizer.encode("cold \uD83D river \uDE42\uD83D\uDE42")).isEqualTo(expected);
        }
    }

    @Test
    default void encodesInSeveralThreadsAsInOne() {
        List<String> texts =
                IntStream.range(0, 997).mapToObj(i -> "the river of " + i).toList();
        try (Tokenizer tokenizer = open(resource("byte_pair.json"), 17)) {
            List<Encoding> expected = texts.stream().map(tokenizer::encode).toList();
            assertThat(texts.parallelStream().map(tokenizer::encode).toList()).isEqualTo(expected);
        }
    }
}
