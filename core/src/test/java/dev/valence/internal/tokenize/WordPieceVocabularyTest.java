package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected files were made by tools/reference/wordpiece_vocabulary.py. */
class WordPieceVocabularyTest {
    @TempDir
    private Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(WordPieceVocabularyTest.class.getResource(name).toURI());
    }

    private HuggingFaceTokenizer open(String vocabulary, String settings) throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), vocabulary);
        Files.writeString(folder.resolve("tokenizer_config.json"), settings);
        return HuggingFaceTokenizer.open(folder, 16);
    }

    @ParameterizedTest
    @CsvSource({"bert_vocab.uncased.json, true", "bert_vocab.cased.json, false"})
    void theTokenizerIsTheOneHuggingFaceMakes(String expected, boolean lowerCase) throws Exception {
        Files.copy(resource("bert_vocab.txt"), folder.resolve("vocab.txt"));
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": " + lowerCase + "}");
        byte[] written = StoredTokenizer.read(folder).files(16).get("tokenizer.json");
        assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(Files.readString(resource(expected)));
        assertThat(WordPieceVocabulary.read(resource("bert_vocab.txt"))).hasSize(30);
    }

    @Test
    void whatIsReadTokenizesAsBertDoes() throws Exception {
        try (HuggingFaceTokenizer tokenizer = open(Files.readString(resource("bert_vocab.txt")), "{}")) {
            // [CLS] the un ##affable film ##s , 中 cafe [UNK] [SEP], by hand from the line numbers of the vocabulary
            assertThat(tokenizer.encode("The unaffable FILMS,中Café xyz").ids())
                    .containsExactly(10, 16, 19, 20, 17, 18, 5, 25, 24, 9, 11);
        }
    }

    @Test
    void theLaterOfTwoLinesCountsAndAnyLineEndWill() throws IOException {
        String text = "a\r\n[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\n[MASK]\r\na\r\n";
        try (HuggingFaceTokenizer tokenizer = open(text, "{}")) {
            assertThat(tokenizer.encode("a").ids()).containsExactly(3, 6, 4);
        }
    }

    @ParameterizedTest
    @CsvSource({"[UNK], unk_token", "[CLS], cls_token", "[SEP], sep_token"})
    void aVocabularyWithoutATokenThatTextsNeedIsRefused(String token, String name) throws Exception {
        String text = Files.readString(resource("bert_vocab.txt")).replace(token + "\n", "");
        assertThatThrownBy(() -> open(text, "{}"))
                .isInstanceOf(InputException.class)
                .hasMessage(folder.resolve("vocab.txt") + ": required the token " + token + ", the '" + name
                        + "', found none among 29; fetch the file again");
    }

    @Test
    void aFileThatIsMissingOrNoTextIsRefused() throws IOException {
        assertThatThrownBy(() -> WordPieceVocabulary.read(folder.resolve("none")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found no such file");
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {'a', (byte) 0xff, '\n'});
        assertThatThrownBy(() -> WordPieceVocabulary.read(bytes))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required text in UTF-8");
    }
}
