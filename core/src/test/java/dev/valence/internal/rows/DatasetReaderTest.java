package dev.valence.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.SharedFolder;
import dev.valence.data.Dataset;
import dev.valence.data.FileFormat;
import dev.valence.data.ReadOptions;
import dev.valence.data.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetReaderTest {
    private static final ReadOptions DEFAULTS = ReadOptions.defaults();

    @TempDir
    private Path directory;

    /** File name and rows of the same two examples. */
    private static final Map<String, List<String>> SAME_EXAMPLES = Map.of(
            "train.tsv", List.of("sentence\tlabel", "a \"fine\" film\t1", "crème brûlée, burnt\t0"),
            "train.csv", List.of("sentence,label", "\"a \"\"fine\"\" film\",1", "\"crème brûlée, burnt\",0"),
            "train.jsonl",
                    List.of(
                            "{\"sentence\": \"a \\\"fine\\\" film\", \"label\": 1}",
                            "{\"label\": \"0\", \"extra\": {\"x\": [1]}, \"sentence\": \"crème brûlée, burnt\"}"));

    static Stream<Arguments> writings() {
        return SAME_EXAMPLES.keySet().stream().sorted().flatMap(name -> Stream.of("LF", "CRLF")
                .flatMap(end -> Stream.of(true, false).map(mark -> Arguments.of(name, end, mark))));
    }

    @ParameterizedTest(name = "{0}, {1}, byte order mark {2}")
    @MethodSource("writings")
    void everyWritingGivesTheSameExamples(String name, String lineEnd, boolean mark) throws IOException {
        String end = lineEnd.equals("LF") ? "\n" : "\r\n";
        write(name, (mark ? "\uFEFF" : "") + String.join(end, SAME_EXAMPLES.get(name)) + end);
        Dataset data = DatasetReader.read(directory, DEFAULTS);
        assertThat(data.labels()).isEqualTo(LabelSet.of("0", "1"));
        assertThat(data.train().examples())
                .containsExactly(new Example("a \"fine\" film", 1), new Example("crème brûlée, burnt", 0));
        assertThat(data.train().source()).isEqualTo(directory.resolve(name).toString());
    }

    @Test
    void lastLineNeedsNoEnd() throws IOException {
        write("train.tsv", "sentence\tlabel\na\t0\nb\t1");
        assertThat(DatasetReader.read(directory, DEFAULTS).train().texts()).containsExactly("a", "b");
    }

    @Test
    void aQuoteInGlueTsvIsACharacter() throws IOException {
        write("train.tsv", "sentence\tlabel\n\"open\t0\nclose\"\t1\n");
        assertThat(DatasetReader.read(directory, DEFAULTS).train().texts()).containsExactly("\"open", "close\"");
    }

    @Test
    void tsvIsQuotedOnlyWhenAskedFor() throws IOException {
        Path file = write("train.tsv", "sentence\tlabel\n\"tab\there\"\t0\n\"line\r\nhere\"\t1\n");
        Dataset data = DatasetReader.read(file, DEFAULTS.withFormat(FileFormat.QUOTED_TSV));
        assertThat(data.train().texts()).containsExactly("tab\there", "line\nhere");
    }

    @Test
    void columnsAreFoundByNameAndByNumber() throws IOException {
        Path named = write("named.csv", "id,Review,stars\n7,good,5\n8,bad,1\n");
        Dataset byName =
                DatasetReader.read(named, DEFAULTS.withTextColumn("review").withLabelColumn("stars"));
        Path bare = write("bare.csv", "7,good,5\n8,bad,1\n");
        Dataset byNumber = DatasetReader.read(bare, DEFAULTS.withTextColumn("2").withLabelColumn("3"));
        assertThat(byName.train().examples())
                .isEqualTo(byNumber.train().examples())
                .containsExactly(new Example("good", 1), new Example("bad", 0));
    }

    @Test
    void numbersDoNotTurnAHeaderIntoAnExample() throws IOException {
        Path file = write("x.csv", "label,text\n0,bad\n1,good\n");
        Dataset data = DatasetReader.read(file, DEFAULTS.withTextColumn("2").withLabelColumn("1"));
        assertThat(data.train().texts()).containsExactly("bad", "good");
    }

    @Test
    void integersAreOrderedAsNumbersAndNamesByCharacters() throws IOException {
        Path numbers = write("n.tsv", "text\tlabel\na\t10\nb\t9\nc\t-1\n");
        Path names = write("s.tsv", "text\tlabel\na\t10\nb\t9\nc\tx\n");
        assertThat(DatasetReader.read(numbers, DEFAULTS).labels()).isEqualTo(LabelSet.of("-1", "9", "10"));
        assertThat(DatasetReader.read(names, DEFAULTS).labels()).isEqualTo(LabelSet.of("10", "9", "x"));
    }

    @Test
    void splitsShareTheLabelsOfTrain() throws IOException {
        write("train.tsv", "sentence\tlabel\na\tpositive\nb\tnegative\n");
        write("validation.jsonl", "{\"text\":\"c\",\"label\":\"positive\"}\n");
        write("test.tsv", "index\tsentence\n0\td\n");
        Dataset data = DatasetReader.read(directory, DEFAULTS);
        assertThat(data.labels()).isEqualTo(LabelSet.of("negative", "positive"));
        assertThat(data.dev().orElseThrow().examples()).containsExactly(new Example("c", 1));
        assertThat(data.test().orElseThrow().examples()).containsExactly(new Example("d", Example.UNLABELLED));
        assertThatThrownBy(() -> data.test().orElseThrow().requireLabelled())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test.tsv: expected labelled examples");
    }

    @Test
    void labelledTestIsPreferred() throws IOException {
        write("train.tsv", "sentence\tlabel\na\t1\nb\t0\n");
        write("test.tsv", "index\tsentence\n0\tc\n");
        write("test_labelled.tsv", "sentence\tlabel\nc\t1\n");
        Split test = DatasetReader.read(directory, DEFAULTS).test().orElseThrow();
        assertThat(test.source()).endsWith("test_labelled.tsv");
        assertThat(test.examples()).containsExactly(new Example("c", 1));
    }

    @ParameterizedTest(name = "{0} of a model with labels {1} is class {2}")
    @CsvSource({"1, 0|1, 1", "positive, negative|positive, 1", "2, 2|1, 0", "-1, -1|1, 0"})
    void givenLabelsAreFoundByName(String label, String names, int index) throws IOException {
        Path file = write("eval.tsv", "sentence\tlabel\na\t" + label + "\n");
        LabelSet labels = LabelSet.of(names.split("\\|"));
        Split split = DatasetReader.readSplit(file, Split.TEST, labels, DEFAULTS);
        assertThat(split.examples()).containsExactly(new Example("a", index));
        assertThat(split.notes()).isEmpty();
    }

    @ParameterizedTest(name = "{0} for the classes {1}")
    @CsvSource({"0|1|0, negative|positive", "2|0|1, A|B|C", "1|1, LABEL_0|LABEL_1|LABEL_2"})
    void indicesAreTakenForClassesWhereTheyAreCertain(String found, String names) throws IOException {
        LabelSet labels = LabelSet.of(names.split("\\|"));
        Split split = DatasetReader.readFile(labelled(found), labels, DEFAULTS);
        assertThat(split.examples())
                .extracting(example -> String.valueOf(example.label()))
                .containsExactly(found.split("\\|"));
        assertThat(split.notes())
                .singleElement()
                .asString()
                .contains("labels are taken for indices of the classes")
                .contains(labels.names());
    }

    @ParameterizedTest(name = "{0} for the classes {1}")
    @CsvSource({"1|2, A|B|C", "1|1, negative|positive", "0|1|2, negative|positive", "0|1|A, A|B", "0|1, 1|2", "0|1, 5|x"
    })
    void indicesAreNotGuessed(String found, String names) throws IOException {
        Path file = labelled(found);
        LabelSet labels = LabelSet.of(names.split("\\|"));
        assertThatThrownBy(() -> DatasetReader.readFile(file, labels, DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected one of the labels " + names.replace("|", ", ") + ", found '");
    }

    @Test
    void whereIndicesAreMeantIsSaidOrAskedFor() throws IOException {
        Path file = labelled("1|2");
        LabelSet labels = LabelSet.of("A", "B", "C");
        assertThatThrownBy(() -> DatasetReader.readFile(file, labels, DEFAULTS))
                .hasMessageEndingWith(
                        "found '1': correct the row, give --labels-by-index where labels are indices of the"
                                + " classes, or give --skip-bad-rows");
        assertThatThrownBy(() -> DatasetReader.readFile(file, labels, DEFAULTS.withSkipBadRows(true)))
                .hasMessageContaining("found '1': correct the row, give --labels-by-index");
        Split split = DatasetReader.readFile(file, labels, DEFAULTS.withLabelsByIndex(true));
        assertThat(split.examples()).extracting(Example::label).containsExactly(1, 2);
        assertThat(split.notes()).singleElement().asString().contains("0, 1, 2 for A, B, C");
        Path names = labelled("A|B");
        assertThatThrownBy(() -> DatasetReader.readFile(names, labels, DEFAULTS.withLabelsByIndex(true)))
                .hasMessageContaining("expected one of the labels 0, 1, 2, found 'A'");
    }

    @Test
    void indicesFoundInTrainHoldForAllSplits() throws IOException {
        write("train.tsv", "sentence\tlabel\na\t0\nb\t1\nc\t2\n");
        write("dev.tsv", "sentence\tlabel\nd\t2\n");
        Dataset data = DatasetReader.read(directory, LabelSet.of("A", "B", "C"), DEFAULTS);
        assertThat(data.labels()).isEqualTo(LabelSet.of("A", "B", "C"));
        assertThat(data.dev().orElseThrow().examples()).containsExactly(new Example("d", 2));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"2, negative|positive", "0, 1|2", "neutral, negative|positive"})
    void unknownLabelsAreBadRows(String label, String names) throws IOException {
        Path file = write("eval.tsv", "sentence\tlabel\na\t" + label + "\n");
        LabelSet labels = LabelSet.of(names.split("\\|"));
        assertThatThrownBy(() -> DatasetReader.readSplit(file, Split.TEST, labels, DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("eval.tsv:2: expected one of the labels " + names.replace("|", ", "))
                .hasMessageContaining("found '" + label + "'")
                .hasMessageNotContaining("--labels-by-index");
    }

    @Test
    void labelsOfManyClassesAreNotAllListed() throws IOException {
        Path file = labelled("other");
        LabelSet labels =
                new LabelSet(IntStream.range(0, 150).mapToObj(c -> "class " + c).toList());
        assertThatThrownBy(() -> DatasetReader.readFile(file, labels, DEFAULTS))
                .hasMessageContaining("class 7, … (150 labels), found 'other'");
    }

    @Test
    void labelsDecidedByTrainAreNotMatchedByIndex() throws IOException {
        write("train.tsv", "sentence\tlabel\na\tpositive\nb\tnegative\n");
        write("dev.tsv", "sentence\tlabel\nc\t1\n");
        assertThatThrownBy(() -> DatasetReader.read(directory, DEFAULTS))
                .hasMessageContaining("dev.tsv:2: expected one of the labels negative, positive, found '1'");
    }

    @Test
    void oneSplitOfADirectoryIsReadAlone() throws IOException {
        write("dev.csv", "text,label\nfine,1\n");
        Split dev = DatasetReader.readSplit(directory, Split.DEV, LabelSet.of("0", "1"), DEFAULTS);
        assertThat(dev.name()).isEqualTo("dev");
        assertThat(dev.examples()).containsExactly(new Example("fine", 1));
        assertThatThrownBy(() -> DatasetReader.readSplit(directory, Split.TEST, LabelSet.of("0", "1"), DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected test_labelled.tsv")
                .hasMessageContaining("found dev.csv");
    }

    @Test
    void optionalLabelsOfJsonLinesAreDecidedByTheFirstRow() throws IOException {
        write("train.jsonl", "{\"text\":\"a\",\"label\":0}\n{\"text\":\"b\",\"label\":1}\n");
        write("test.jsonl", "{\"text\":\"c\",\"label\":null}\n{\"text\":\"d\"}\n{\"text\":\"e\",\"label\":1}\n");
        assertThatThrownBy(() -> DatasetReader.read(directory, DEFAULTS))
                .hasMessageContaining("test.jsonl:3: expected no key 'label', as in the first row");
    }

    @Test
    void aMissingPathIsNamed() {
        Path missing = directory.resolve("nowhere");
        assertThatThrownBy(() -> DatasetReader.read(missing, DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessage(missing + ": expected a directory or a file, found nothing: check the path");
    }

    @Test
    void aDirectoryWithoutTrainSaysWhatItHolds() throws IOException {
        write("dev.tsv", "sentence\tlabel\na\t1\n");
        write("notes.md", "x");
        assertThatThrownBy(() -> DatasetReader.read(directory, DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected train.tsv (or .csv, .jsonl), found dev.tsv, notes.md");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"train.csv, train.tsv", "dev.tsv, validation.tsv"})
    void twoFilesForOneSplitAreRefused(String one, String other) throws IOException {
        write("train.tsv", "sentence\tlabel\na\t1\n");
        write(one, "sentence\tlabel\na\t1\n");
        write(other, "sentence\tlabel\na\t1\n");
        assertThatThrownBy(() -> DatasetReader.read(directory, DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected one file for")
                .hasMessageContaining(one)
                .hasMessageContaining(other);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"rows.txt", "rows.dat", "rows"})
    void aFileOfUnknownFormatIsRefused(String name) throws IOException {
        Path file = write(name, "sentence\tlabel\na\t1\n");
        assertThatThrownBy(() -> DatasetReader.read(file, DEFAULTS))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(name + ": expected labelled rows in a file that ends in .tsv, .csv or .jsonl");
        assertThat(DatasetReader.read(file, DEFAULTS.withFormat(FileFormat.TSV))
                        .train()
                        .texts())
                .containsExactly("a");
    }

    @Test
    void sst2IsReadWhole() {
        Dataset data = DatasetReader.read(SharedFolder.data("sst2"), DEFAULTS);
        assertThat(data.labels()).isEqualTo(LabelSet.of("0", "1"));
        assertThat(data.splits()).extracting(Split::size).containsExactly(67_349, 872, 1_821);
        assertThat(data.train().examples().get(0))
                .isEqualTo(new Example("hide new secretions from the parental units", 0));
        assertThat(data.test().orElseThrow().labelled()).isTrue();
    }

    @Test
    void sst5HasFiveNamedClasses() {
        Dataset data = DatasetReader.read(SharedFolder.data("sst5"), DEFAULTS);
        assertThat(data.labels())
                .isEqualTo(LabelSet.of("negative", "neutral", "positive", "very negative", "very positive"));
        assertThat(data.splits()).extracting(Split::size).containsExactly(8_544, 1_101, 2_210);
    }

    @Test
    void trecHasSixNamedClassesAndNoDev() {
        Dataset data = DatasetReader.read(SharedFolder.data("trec"), DEFAULTS);
        assertThat(data.labels()).isEqualTo(LabelSet.of("ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM"));
        assertThat(data.dev()).isEmpty();
        assertThat(data.splits()).extracting(Split::size).containsExactly(5_452, 500);
        // counted with cut, sort and uniq -c
        assertThat(countByLabel(data)).isEqualTo(Map.of(0, 86L, 1, 1_162L, 2, 1_250L, 3, 1_223L, 4, 835L, 5, 896L));
    }

    private static Map<Integer, Long> countByLabel(Dataset data) {
        return data.train().examples().stream()
                .map(Example::label)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** A file with a row for each of these labels. */
    private Path labelled(String labels) throws IOException {
        StringBuilder rows = new StringBuilder("sentence\tlabel\n");
        for (String label : List.of(labels.split("\\|"))) {
            rows.append("text\t").append(label).append('\n');
        }
        return write("eval.tsv", rows.toString());
    }

    private Path write(String name, String content) throws IOException {
        return Files.write(directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
    }
}
