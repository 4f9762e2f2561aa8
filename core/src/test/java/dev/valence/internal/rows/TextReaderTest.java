package dev.valence.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.data.BadRow;
import dev.valence.data.FileFormat;
import dev.valence.data.ReadOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextReaderTest {
    private static final ReadOptions DEFAULTS = ReadOptions.defaults();

    @TempDir
    private Path directory;

    @Test
    void linesAreReadAFewAtATime() throws IOException {
        Path file = Files.writeString(directory.resolve("reviews"), "\uFEFFone\r\ntwo \"2\"\nthree\tcells");
        try (TextReader texts = TextReader.open(file, DEFAULTS)) {
            assertThat(texts.read(2)).containsExactly(new TextRow(1, "one"), new TextRow(2, "two \"2\""));
            assertThat(texts.read(2)).containsExactly(new TextRow(3, "three\tcells"));
            assertThat(texts.read(2)).isEmpty();
        }
    }

    @ParameterizedTest(name = "first line of {0} bytes")
    @ValueSource(ints = {65_533, 65_534, 65_535, 65_536, 65_537})
    void linesMayEndAtTheEdgeOfTheBuffer(int length) throws IOException {
        String first = "é" + "a".repeat(length - 2);
        Path file = Files.writeString(directory.resolve("long.txt"), first + "\r\nsecond\r\n");
        try (TextReader texts = TextReader.open(file, DEFAULTS)) {
            assertThat(texts.read(7)).containsExactly(new TextRow(1, first), new TextRow(2, "second"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a.tsv|index\\tsentence\\n0\\tgood film\\n",
                "b.csv|label,text\\n1,good film\\n",
                "c.jsonl|{\"text\":\"good film\",\"label\":[]}\\n",
                "d.txt|good film\\n"
            })
    void aColumnIsReadWithoutLabels(String name, String content) throws IOException {
        Path file = Files.writeString(
                directory.resolve(name), content.replace("\\n", "\n").replace("\\t", "\t"));
        try (TextReader texts = TextReader.open(file, DEFAULTS)) {
            assertThat(texts.read(7)).extracting(TextRow::text).containsExactly("good film");
        }
    }

    @Test
    void aColumnIsFoundByNumberWithoutALabelColumn() throws IOException {
        Path file = Files.writeString(directory.resolve("x.csv"), "1,good\n2,bad\n");
        try (TextReader texts = TextReader.open(file, DEFAULTS.withTextColumn("2"))) {
            assertThat(texts.read(7)).containsExactly(new TextRow(1, "good"), new TextRow(2, "bad"));
        }
    }

    @Test
    void emptyRowsAtTheEndAreNoTexts() throws IOException {
        Path file = Files.writeString(directory.resolve("x.csv"), "Text,note\ngood,1\n,\n,\n");
        try (TextReader texts = TextReader.open(file, DEFAULTS)) {
            assertThat(texts.read(7)).containsExactly(new TextRow(2, "good"));
        }
    }

    @Test
    void twoColumnsOfTextAreRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("x.csv"), "text,text\ngood,bad\n");
        assertThatThrownBy(() -> TextReader.open(file, DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected one column text, found 1 ('text'), 2 ('text')");
    }

    @Test
    void aStreamIsReadInTheFormatAskedFor() throws IOException {
        byte[] bytes = "text\ngood\n".getBytes(StandardCharsets.UTF_8);
        try (TextReader lines = TextReader.open(new ByteArrayInputStream(bytes), "standard input", DEFAULTS);
                TextReader cells = TextReader.open(
                        new ByteArrayInputStream(bytes), "standard input", DEFAULTS.withFormat(FileFormat.CSV))) {
            assertThat(lines.read(7)).extracting(TextRow::text).containsExactly("text", "good");
            assertThat(cells.read(7)).extracting(TextRow::text).containsExactly("good");
        }
    }

    @Test
    void aBlankLineIsAnEmptyText() throws IOException {
        Path file = Files.writeString(directory.resolve("x.txt"), "one\n\n \nfour\n");
        try (TextReader texts = TextReader.open(file, DEFAULTS)) {
            assertThat(texts.read(7))
                    .containsExactly(
                            new TextRow(1, "one"), new TextRow(2, ""), new TextRow(3, " "), new TextRow(4, "four"));
        }
    }

    @Test
    void textsBeforeABadRowAreReturnedFirst() throws IOException {
        byte[] bytes = {'a', '\n', 'b', '\n', (byte) 0xFF, '\n', 'd', '\n'};
        Path file = Files.write(directory.resolve("x.txt"), bytes);
        try (TextReader strict = TextReader.open(file, DEFAULTS);
                TextReader skipping = TextReader.open(file, DEFAULTS.withSkipBadRows(true))) {
            assertThat(strict.read(7)).extracting(TextRow::text).containsExactly("a", "b");
            assertThatThrownBy(() -> strict.read(7))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("x.txt:3: expected UTF-8");
            assertThat(skipping.read(7)).extracting(TextRow::line).containsExactly(1L, 2L, 4L);
            assertThat(skipping.badRows()).extracting(BadRow::line).containsExactly(3L);
        }
    }

    /** A pipe into which something is written piece by piece. What comes behind a pause is refused to who reads on. */
    private static final class Pieces extends InputStream {
        private final Deque<byte[]> pieces = new ArrayDeque<>();
        private boolean arrived = true;

        Pieces(String... pieces) {
            for (String piece : pieces) {
                this.pieces.add(piece.getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        void arrive() {
            arrived = true;
        }

        @Override
        public int available() {
            return arrived && !pieces.isEmpty() ? pieces.getFirst().length : 0;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("bytes are read in arrays");
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            if (pieces.isEmpty()) {
                return -1;
            }
            assertThat(arrived).as("whether it waits although there are texts").isTrue();
            arrived = false;
            byte[] piece = pieces.removeFirst();
            System.arraycopy(piece, 0, bytes, from, piece.length);
            return piece.length;
        }
    }

    @Test
    void whatIsThereIsReturnedWhereInputPauses() throws IOException {
        Pieces pipe = new Pieces("one\ntwo\nthr", "ee\nfour\n\u00ff\n", "\u00ff\nfive");
        try (TextReader texts = TextReader.open(pipe, "pipe", DEFAULTS.withSkipBadRows(true))) {
            assertThat(texts.readReady(7)).containsExactly(new TextRow(1, "one"), new TextRow(2, "two"));
            pipe.arrive();
            assertThat(texts.readReady(1)).containsExactly(new TextRow(3, "three"));
            assertThat(texts.readReady(7)).containsExactly(new TextRow(4, "four"));
            pipe.arrive();
            assertThat(texts.readReady(7)).containsExactly(new TextRow(7, "five"));
            assertThat(texts.readReady(7)).isEmpty();
            assertThat(texts.badRows()).extracting(BadRow::line).containsExactly(5L, 6L);
        }
    }

    @Test
    void ofAFileAsManyAsAskedForAreReady() throws IOException {
        Path file = Files.writeString(directory.resolve("x.txt"), "a line\n".repeat(30_011));
        try (TextReader texts = TextReader.open(file, DEFAULTS)) {
            assertThat(texts.readReady(29_989)).hasSize(29_989);
            assertThat(texts.readReady(29_989)).hasSize(22);
        }
    }

    @Test
    void aFileWithoutTextsIsRefused() throws IOException {
        Path empty = Files.createFile(directory.resolve("x.txt"));
        try (TextReader texts = TextReader.open(empty, DEFAULTS)) {
            assertThatThrownBy(() -> texts.read(7))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("x.txt: expected at least one row, found none");
        }
        assertThatThrownBy(() -> TextReader.open(directory.resolve("missing.txt"), DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("missing.txt: expected a file, found none");
        assertThatThrownBy(() -> TextReader.open(directory, DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected a file, found a directory");
    }
}
