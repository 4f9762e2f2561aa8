package dev.valence.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected files were made by tools/reference/wordpiece_vocabulary.py. */
class WordPieceVocabularyTest {
    @TempDir
    private Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(WordPieceVocabularyTest.class.getResource(name).toURI());
    }

    @ParameterizedTest
    @CsvSource({"bert_vocab.uncased.json, true", "bert_vocab.cased.json, false"})
    void theTokenizerIsTheOneHuggingFaceMakes(String expected, boolean lowerCase) throws Exception {
        Path written = folder.resolve("tokenizer.json");
        WordPieceVocabulary vocabulary = WordPieceVocabulary.read(resource("bert_vocab.txt"));
        vocabulary.writeTokenizer(written, lowerCase);
        assertThat(vocabulary.size()).isEqualTo(30);
        assertThat(written).hasSameTextualContentAs(resource(expected));
    }

    @Test
    void whatIsWrittenTokenizesAsBertDoes() throws Exception {
        Path written = folder.resolve("tokenizer.json");
        WordPieceVocabulary.read(resource("bert_vocab.txt")).writeTokenizer(written, true);
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.open(written, 16)) {
            // [CLS] the un ##affable film ##s , 中 cafe [UNK] [SEP], by hand from the line numbers of the vocabulary
            assertThat(tokenizer.encode("The unaffable FILMS,中Café xyz").ids())
                    .containsExactly(10, 16, 19, 20, 17, 18, 5, 25, 24, 9, 11);
        }
    }

    @Test
    void theLaterOfTwoLinesCountsAndAnyLineEndWill() throws IOException {
        Path file = Files.writeString(
                folder.resolve("vocab.txt"), "a\r\n[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\n[MASK]\r\na\r\n");
        Path written = folder.resolve("tokenizer.json");
        WordPieceVocabulary.read(file).writeTokenizer(written, true);
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.open(written, 5)) {
            assertThat(tokenizer.encode("a").ids()).containsExactly(3, 6, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"})
    void aVocabularyWithoutASpecialTokenIsRefused(String token) throws Exception {
        String text = Files.readString(resource("bert_vocab.txt")).replace(token + "\n", "");
        Path file = Files.writeString(folder.resolve("vocab.txt"), text);
        assertThatThrownBy(() -> WordPieceVocabulary.read(file))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": required the token " + token
                        + ", found none among 29; fetch the file again, or use a model with a tokenizer.json");
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
