package dev.valence.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.rows.DatasetReader;
import dev.valence.internal.rows.LineReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadRowTest {
    private static final ReadOptions DEFAULTS = ReadOptions.defaults();

    @TempDir
    private Path directory;

    /**
     * Name, file, content with one bad row between good ones, its line, what is said of it. In Latin-1: é is no UTF-8.
     */
    static Stream<Arguments> badRows() {
        return Stream.of(
                row(
                        "a column missing",
                        "x.tsv",
                        "sentence\tlabel\na\t0\nbad\nb\t1\n",
                        3,
                        "expected 2 columns as in the header, found 1"),
                row(
                        "a column too many",
                        "x.tsv",
                        "sentence\tlabel\na\t0\nbad\trow\t1\nb\t1\n",
                        3,
                        "expected 2 columns as in the header, found 3"),
                row("an empty line", "x.tsv", "sentence\tlabel\na\t0\n\nb\t1\n", 3, "found an empty line"),
                row(
                        "a blank text",
                        "x.tsv",
                        "sentence\tlabel\na\t0\n \u00c2\u00a0\t1\nb\t1\n",
                        3,
                        "expected a text, found an empty one"),
                row(
                        "an empty label",
                        "x.tsv",
                        "sentence\tlabel\na\t0\nbad\t \nb\t1\n",
                        3,
                        "expected a label, found an empty one"),
                row(
                        "Latin-1",
                        "x.tsv",
                        "sentence\tlabel\na\t0\ncaf\u00e9\t1\nb\t1\n",
                        3,
                        "expected UTF-8, found byte 0xE9 at position 4"),
                row(
                        "UTF-8 cut short",
                        "x.tsv",
                        "sentence\tlabel\na\t0\n\u00c3\t1\nb\t1\n",
                        3,
                        "expected UTF-8, found byte 0xC3 at position 1"),
                row(
                        "UTF-8 cut at the end of the file",
                        "x.tsv",
                        "sentence\tlabel\na\t0\nb\t1\nbad\u00c3",
                        4,
                        "expected UTF-8, found byte 0xC3 at position 4"),
                row(
                        "an overlong encoding",
                        "x.tsv",
                        "sentence\tlabel\na\t0\n\u00c0\u00afx\t1\nb\t1\n",
                        3,
                        "expected UTF-8, found byte 0xC0"),
                row(
                        "an encoded surrogate",
                        "x.tsv",
                        "sentence\tlabel\na\t0\n\u00ed\u00a0\u0080\t1\nb\t1\n",
                        3,
                        "expected UTF-8, found byte 0xED"),
                row(
                        "Latin-1 in CSV",
                        "x.csv",
                        "sentence,label\na,0\ncaf\u00e9,1\nb,1\n",
                        3,
                        "expected UTF-8, found byte 0xE9 at position 4"),
                row(
                        "a column missing behind a quoted line break",
                        "x.csv",
                        "sentence,label\n\"a\n\n\",0\nbad\nb,1\n",
                        5,
                        "expected 2 columns as in the header, found 1"),
                row(
                        "an open quote",
                        "x.csv",
                        "sentence,label\na,0\n\"bad,1\nb,1\n",
                        3,
                        "expected a quote that closes the cell, found none"),
                row(
                        "characters behind a quote",
                        "x.csv",
                        "sentence,label\na,0\n\"bad\"x,1\nb,1\n",
                        3,
                        "found characters behind a closing quote"),
                row(
                        "an open quote closed by a later one",
                        "x.csv",
                        "sentence,label\n\"bad,1\na,0\n\"b\",1\n",
                        2,
                        "found characters behind a closing quote"),
                row("a CR alone", "x.csv", "sentence,label\na,0\nbad\rrow,1\nb,1\n", 3, "found a CR alone"),
                row(
                        "no JSON",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\nbad\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "found text that is not JSON"),
                row(
                        "JSON cut short",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n{\"text\":\"bad\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "found text that is not JSON"),
                row(
                        "a JSON array",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n[1]\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "expected a JSON object, found '[1]'"),
                row(
                        "an empty line of JSON",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "expected a JSON object, found ''"),
                row(
                        "two JSON objects",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n{\"text\":\"x\",\"label\":0} {}\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "found more behind it"),
                row(
                        "a key twice",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n{\"text\":\"x\",\"label\":0,\"text\":\"y\"}\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "Duplicate"),
                row(
                        "no text key",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n{\"label\":0}\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "with the key sentence or text, found none"),
                row(
                        "no label key",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n{\"text\":\"x\"}\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "with the key label, found none"),
                row(
                        "a null label",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n{\"text\":\"x\",\"label\":null}\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "with the key label, found none"),
                row(
                        "a fraction as label",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n{\"text\":\"x\",\"label\":1.0}\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "expected a string or an integer at the key 'label'"),
                row(
                        "a number as text",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n{\"text\":7,\"label\":1}\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "expected a string at the key 'text'"),
                row(
                        "an empty text in JSON",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n{\"text\":\"\",\"label\":1}\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "expected a text, found an empty one"),
                row(
                        "half a surrogate pair",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n{\"text\":\"\\ud83d\",\"label\":1}\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "found half of a surrogate pair"),
                row(
                        "Latin-1 in JSON",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n{\"text\":\"\u00e9\",\"label\":1}\n{\"text\":\"b\",\"label\":1}",
                        2,
                        "expected UTF-8, found byte 0xE9"));
    }

    private static Arguments row(String name, String file, String content, int line, String problem) {
        return Arguments.of(name, file, content, line, problem);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRows")
    void endsTheReading(String name, String file, String content, int line, String problem) throws IOException {
        Path path = write(file, content);
        assertThatThrownBy(() -> DatasetReader.read(path, DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(path + ":" + line + ": ")
                .hasMessageContaining(problem)
                .hasMessageEndingWith(", or give --skip-bad-rows")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRows")
    void isListedWhenSkipped(String name, String file, String content, int line, String problem) throws IOException {
        Path path = write(file, content);
        Split split = DatasetReader.read(path, DEFAULTS.withSkipBadRows(true)).train();
        assertThat(split.texts().stream().map(String::strip)).containsExactly("a", "b");
        assertThat(split.badRows()).hasSize(1);
        BadRow row = split.badRows().get(0);
        assertThat(row.file()).isEqualTo(path.toString());
        assertThat(row.line()).isEqualTo(line);
        assertThat(row.problem()).contains(problem);
    }

    /** Name, file, content, what is said of a file that cannot be used whatever is skipped. */
    static Stream<Arguments> badFiles() {
        return Stream.of(
                Arguments.of("empty TSV", "x.tsv", "", "expected a header and at least one row, found an empty file"),
                Arguments.of("empty CSV", "x.csv", "", "expected a header and at least one row, found an empty file"),
                Arguments.of("empty JSON Lines", "x.jsonl", "", "expected at least one row, found none"),
                Arguments.of("only a header", "x.tsv", "sentence\tlabel\n", "expected at least one row, found none"),
                Arguments.of(
                        "only bad rows",
                        "x.tsv",
                        "sentence\tlabel\nbad\nworse\n",
                        "expected at least one good row, found 2 bad ones, the first: "),
                Arguments.of(
                        "rows with other keys",
                        "x.jsonl",
                        "{\"review\":\"a\",\"label\":1}\n",
                        "found none: correct the row, name another key with --text-column"),
                Arguments.of(
                        "a header without label",
                        "x.tsv",
                        "index\tsentence\n0\ta\n",
                        ":1: expected columns for the text (sentence or text) and the class (label), found 'index', 'sentence': give --text-column and --label-column"),
                Arguments.of(
                        "no header",
                        "x.csv",
                        "a fine film,1\n",
                        "found 'a fine film', '1': give --text-column and --label-column"),
                Arguments.of(
                        "an invalid header",
                        "x.csv",
                        "sentence,label\u00e9\na,1\n",
                        ":1: expected UTF-8, found byte 0xE9 at position 15 of the row: convert the file to UTF-8"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void aFileWithoutUseIsRefused(String name, String file, String content, String problem) throws IOException {
        Path path = write(file, content);
        assertThatThrownBy(() -> DatasetReader.read(path, DEFAULTS.withSkipBadRows(true)))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContaining(problem)
                .hasMessageNotContaining("\n");
    }

    @Test
    void columnsThatAreNotThereAreNamed() throws IOException {
        Path path = write("x.csv", "review,stars\na,1\n");
        assertThatThrownBy(() ->
                        DatasetReader.read(path, DEFAULTS.withTextColumn("text").withLabelColumn("stars")))
                .hasMessageContaining(
                        "expected columns for the text ('text') and the class ('stars'), found 'review', 'stars'");
        assertThatThrownBy(() ->
                        DatasetReader.read(path, DEFAULTS.withTextColumn("1").withLabelColumn("3")))
                .hasMessageContaining(
                        "expected columns for the text ('1') and the class ('3'), found 'review', 'stars'");
    }

    @Test
    void aRowWithoutTheNumberedColumnIsBad() throws IOException {
        Path path = write("x.csv", "a,x,0\nb\n");
        assertThatThrownBy(() ->
                        DatasetReader.read(path, DEFAULTS.withTextColumn("1").withLabelColumn("3")))
                .hasMessageContaining("x.csv:2: expected at least 3 columns, found 1");
    }

    @Test
    void unknownLabelsAreListedInTheirPlace() throws IOException {
        write("train.tsv", "sentence\tlabel\na\t0\nb\t1\n");
        write("dev.tsv", "sentence\tlabel\nc\t2\n\t0\nd\t1\n");
        Split dev = DatasetReader.read(directory, DEFAULTS.withSkipBadRows(true))
                .dev()
                .orElseThrow();
        assertThat(dev.texts()).containsExactly("d");
        assertThat(dev.badRows()).extracting(BadRow::line).containsExactly(2L, 3L);
        assertThat(dev.badRows().get(0).message())
                .isEqualTo(directory.resolve("dev.tsv") + ":2: expected one of the labels 0, 1, found '2'");
    }

    @Test
    void aLineThatNeverEndsIsRefused() throws IOException {
        Path path = write("x.tsv", "sentence\tlabel\n" + "a".repeat(LineReader.LONGEST + 1) + "\t1\n");
        assertThatThrownBy(() -> DatasetReader.read(path, DEFAULTS.withSkipBadRows(true)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("x.tsv:2: expected a line of at most 16777216 bytes");
    }

    private Path write(String name, String content) throws IOException {
        return Files.write(directory.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
    }
}
