package dev.valence.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.data.BadRow;
import dev.valence.data.Dataset;
import dev.valence.data.ReadOptions;
import dev.valence.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as spreadsheets, data frames and GLUE leave them: read as they are meant, or refused with what to do. */
class SpreadsheetTest {
    private static final ReadOptions DEFAULTS = ReadOptions.defaults();

    @TempDir
    private Path directory;

    static List<Arguments> endings() {
        return List.of(
                Arguments.of("an empty line", "x.csv", "text,label\na,0\nb,1\n\n"),
                Arguments.of("rows of empty cells", "x.csv", "text,label\r\na,0\r\nb,1\r\n,\r\n,\r\n"),
                Arguments.of("quoted empty cells", "x.csv", "text,label\na,0\nb,1\n\"\",\" \"\n"),
                Arguments.of("more empty cells than columns", "x.csv", "text,label\na,0\nb,1\n,,,\n"),
                Arguments.of("tabs", "x.tsv", "text\tlabel\na\t0\nb\t1\n\t\n"),
                Arguments.of(
                        "an empty line of JSON",
                        "x.jsonl",
                        "{\"text\":\"a\",\"label\":0}\n{\"text\":\"b\",\"label\":1}\n\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void emptyRowsAtTheEndAreNothing(String name, String file, String content) throws IOException {
        Split split = DatasetReader.read(write(file, content), DEFAULTS).train();
        assertThat(split.examples()).containsExactly(new Example("a", 0), new Example("b", 1));
        assertThat(split.badRows()).isEmpty();
    }

    @Test
    void emptyRowsBetweenOthersAreBad() throws IOException {
        Path file = write("x.csv", "text,label\na,0\n,\n\nb,1\n,\n");
        assertThatThrownBy(() -> DatasetReader.read(file, DEFAULTS))
                .hasMessageContaining("x.csv:3: expected a text, found an empty line");
        Split split = DatasetReader.read(file, DEFAULTS.withSkipBadRows(true)).train();
        assertThat(split.texts()).containsExactly("a", "b");
        assertThat(split.badRows()).extracting(BadRow::line).containsExactly(3L, 4L);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {"Text,Label; a,1", "LABEL,SENTENCE; 1,a", "text,Text,label; a,b,1", "Text,text,label; b,a,1"})
    void namesAreFoundWhateverTheirCase(String header, String row) throws IOException {
        Path file = write("x.csv", header + "\n" + row + "\n");
        assertThat(DatasetReader.readFile(file, LabelSet.of("0", "1"), DEFAULTS).examples())
                .containsExactly(new Example("a", 1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"Text, Label", "SENTENCE, label", "text, LABEL"})
    void keysAreFoundWhateverTheirCase(String text, String label) throws IOException {
        String row = "{\"%s\":\"a\",\"other\":7,\"%s\":1}\n".formatted(text, label);
        assertThat(DatasetReader.readFile(write("x.jsonl", row), LabelSet.of("0", "1"), DEFAULTS)
                        .examples())
                .containsExactly(new Example("a", 1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "text,label,text; expected one column text, found 1 ('text'), 3 ('text'); --text-column",
                "Text,label,TEXT; expected one column text, found 1 ('Text'), 3 ('TEXT'); --text-column",
                "text,label,label; expected one column label, found 2 ('label'), 3 ('label'); --label-column",
                "text,sentence,label; expected one column sentence or text, found 2 ('sentence'), 1 ('text'); --text-column"
            })
    void twoColumnsThatCouldBeMeantAreRefused(String header, String problem, String option) throws IOException {
        Path file = write("x.csv", header + "\na,b,c\n");
        assertThatThrownBy(() -> DatasetReader.read(file, DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("x.csv:1: " + problem)
                .hasMessageEndingWith("choose one by its number with " + option);
    }

    @Test
    void theNumberOfOneOfThemIsUnderstood() throws IOException {
        Path file = write("x.csv", "text,label,text\na,0,b\nc,1,d\n");
        assertThat(DatasetReader.read(file, DEFAULTS.withTextColumn("3"))
                        .train()
                        .texts())
                .containsExactly("b", "d");
        Path other = write("y.csv", "review,label,review\na,0,b\nc,1,d\n");
        assertThatThrownBy(() -> DatasetReader.read(other, DEFAULTS.withTextColumn("review")))
                .hasMessageContaining("choose one by its number with --text-column");
        assertThat(DatasetReader.read(other, DEFAULTS.withTextColumn("3"))
                        .train()
                        .texts())
                .containsExactly("b", "d");
    }

    @Test
    void twoKeysThatCouldBeMeantAreRefused() throws IOException {
        Path file = write("x.jsonl", "{\"text\":\"a\",\"sentence\":\"b\",\"label\":1}\n");
        assertThatThrownBy(() -> DatasetReader.read(file, DEFAULTS))
                .hasMessageContaining(
                        "expected one key sentence or text, found sentence and text: choose one with --text-column");
        assertThat(DatasetReader.read(file, DEFAULTS.withTextColumn("text"))
                        .train()
                        .texts())
                .containsExactly("a");
    }

    @Test
    void aFirstRowThatMayBeAHeaderIsTold() throws IOException {
        Path file = write("x.csv", "id,review,stars\n1,a,5\n2,b,1\n");
        Dataset data = DatasetReader.read(file, DEFAULTS.withTextColumn("2").withLabelColumn("3"));
        assertThat(data.train().notes())
                .anySatisfy(note -> assertThat(note).contains("x.csv: the first row is read as an example"));
        try (TextReader texts = TextReader.open(file, DEFAULTS.withTextColumn("2"))) {
            assertThat(texts.notes())
                    .containsExactly(file + ": the first row is read as a text, because the column is given by number;"
                            + " where it is a header, give the column's name");
        }
        try (TextReader texts = TextReader.open(file, DEFAULTS.withTextColumn("review"))) {
            assertThat(texts.notes()).isEmpty();
        }
    }

    @Test
    void aTestSplitOfATableWithHeaderHasOneToo() throws IOException {
        write("train.csv", "id,review,label\n1,a,0\n2,b,1\n");
        write("test.csv", "id,review\n1,c\n");
        Dataset data = DatasetReader.read(directory, DEFAULTS.withTextColumn("2"));
        assertThat(data.test().orElseThrow().texts()).containsExactly("c");
    }

    @ParameterizedTest(name = "labels ''{0}''")
    @CsvSource({"-1", "''"})
    void aTestSplitWithoutRealLabelsIsUnlabelled(String none) throws IOException {
        write("train.csv", "text,label\na,0\nb,1\n");
        write("test.csv", "text,label\nc," + none + "\nd," + none + "\n");
        Split test = DatasetReader.read(directory, DEFAULTS).test().orElseThrow();
        assertThat(test.labelled()).isFalse();
        assertThat(test.texts()).containsExactly("c", "d");
    }

    @Test
    void noLabelsOfJsonLinesToo() throws IOException {
        write("train.jsonl", "{\"text\":\"a\",\"label\":0}\n{\"text\":\"b\",\"label\":1}\n");
        write("test.jsonl", "{\"text\":\"c\",\"label\":-1}\n");
        assertThat(DatasetReader.read(directory, DEFAULTS).test().orElseThrow().labelled())
                .isFalse();
    }

    @Test
    void aLabelOfMinusOneAmongOthersIsOne() throws IOException {
        write("train.csv", "text,label\na,-1\nb,1\n");
        write("test.csv", "text,label\nc,-1\n");
        assertThat(DatasetReader.read(directory, DEFAULTS).test().orElseThrow().examples())
                .containsExactly(new Example("c", 0));
        write("train.csv", "text,label\na,0\nb,1\n");
        write("test.csv", "text,label\nc,-1\nd,1\n");
        assertThatThrownBy(() -> DatasetReader.read(directory, DEFAULTS))
                .hasMessageContaining("test.csv:2: expected one of the labels 0, 1, found '-1'");
    }

    @Test
    void aFileReadAloneHasItsName() throws IOException {
        Path file = write("held out.csv", "text,label\na,0\n");
        assertThat(DatasetReader.readFile(file, LabelSet.of("0", "1"), DEFAULTS).name())
                .isEqualTo("held out.csv");
    }

    /** Labels, by row, and the expected note. */
    static List<Arguments> manyLabels() {
        return List.of(
                Arguments.of("scores", IntStream.range(0, 100).mapToObj(i -> i % 30 + ".5"), "30 different decimals"),
                Arguments.of(
                        "exponents", IntStream.range(0, 100).mapToObj(i -> "1e-" + i % 21), "21 different decimals"),
                Arguments.of("numbers of rows", IntStream.range(0, 100).mapToObj(i -> "" + i), "100 different labels"),
                Arguments.of("names", IntStream.range(0, 100).mapToObj(i -> "n" + i % 51), "51 different labels"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("manyLabels")
    void whatIsNoColumnOfClassesIsRefused(String name, Stream<String> labels, String problem) throws IOException {
        Path file = write("x.csv", rows(labels.toList()));
        assertThatThrownBy(() -> DatasetReader.read(file, DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("x.csv: expected classes to tell apart, found " + problem + " in 100 rows")
                .hasMessageContaining("choose another column with --label-column")
                .hasMessageNotContaining("\n");
    }

    /** Labels, by row, and whether a note is expected. */
    static List<Arguments> fewLabels() {
        return List.of(
                Arguments.of("half stars", List.of("0.5", "1.0", "0.5", "1.0", "4.5", "4.5"), true),
                Arguments.of("a data frame's floats", List.of("0.0", "1.0", "0.0", "1.0"), true),
                Arguments.of("three of three", List.of("a", "b", "c"), true),
                Arguments.of("two of two", List.of("a", "b"), false),
                Arguments.of("half as many", List.of("a", "b", "c", "a", "b", "c"), false),
                Arguments.of("integers", List.of("-1", "0", "1", "-1", "0", "1"), false),
                Arguments.of("versions", List.of("1.0", "1.0.1", "1.0", "1.0.1"), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fewLabels")
    void fewOddLabelsAreClassesAndTold(String name, List<String> labels, boolean told) throws IOException {
        Dataset data = DatasetReader.read(write("x.csv", rows(labels)), DEFAULTS);
        assertThat(data.labels().names())
                .containsExactlyInAnyOrderElementsOf(labels.stream().distinct().toList());
        assertThat(data.train().notes()).hasSize(told ? 1 : 0);
    }

    @Test
    void aHundredAndFiftyClassesAreNotTooMany() throws IOException {
        List<String> labels =
                IntStream.range(0, 300).mapToObj(i -> "intent " + i % 150).toList();
        assertThat(DatasetReader.read(write("x.csv", rows(labels)), DEFAULTS)
                        .labels()
                        .size())
                .isEqualTo(150);
    }

    private static String rows(List<String> labels) {
        StringBuilder rows = new StringBuilder("text,label\n");
        labels.forEach(label -> rows.append("text,").append(label).append('\n'));
        return rows.toString();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }
}
