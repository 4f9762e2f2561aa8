package dev.valence.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.data.Dataset;
import dev.valence.data.ReadOptions;
import dev.valence.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetWriterTest {
    private static final LabelSet LABELS = LabelSet.of("negative", "positive");

    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Dataset data = dataset(List.of(new Example("\"crème\" 👍", 1), new Example("#dull , n't", 0)), 1);
        Path glue = directory.resolve("made/for/this");
        DatasetWriter.write(data, glue);
        assertThat(Files.readString(glue.resolve("train.tsv")))
                .isEqualTo("sentence\tlabel\n\"crème\" 👍\tpositive\n#dull , n't\tnegative\n");
        Dataset read = DatasetReader.read(glue, ReadOptions.defaults());
        assertThat(read.labels()).isEqualTo(LABELS);
        assertThat(read.splits())
                .extracting(Split::examples)
                .isEqualTo(data.splits().stream().map(Split::examples).toList());
        assertThat(read.test().orElseThrow().source()).endsWith("test_labelled.tsv");
    }

    @Test
    void aTestWithoutLabelsIsWrittenAsGlueDoes() throws IOException {
        DatasetWriter.write(dataset(List.of(new Example("a", 1), new Example("b", 0)), Example.UNLABELLED), directory);
        assertThat(Files.readString(directory.resolve("test.tsv"))).isEqualTo("index\tsentence\n0\tto test\n");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.writeString(directory.resolve("dev.tsv"), "precious");
        assertThatThrownBy(() -> DatasetWriter.write(dataset(List.of(new Example("a", 1)), 1), directory))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("dev.tsv: expected no such file, found one");
        assertThat(directory)
                .isDirectoryContaining(file -> file.endsWith("dev.tsv"))
                .isDirectoryNotContaining(file -> file.endsWith("train.tsv"));
        assertThat(Files.readString(directory.resolve("dev.tsv"))).isEqualTo("precious");
    }

    @ParameterizedTest(name = "[{index}]")
    @ValueSource(strings = {"a\tb", "a\nb", "a\rb", "a\ud83d"})
    void whatTsvCannotHoldIsRefused(String text) {
        assertThatThrownBy(() -> DatasetWriter.write(
                        dataset(List.of(new Example("fine", 0), new Example(text, 1)), 1), directory))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("text 2 of train: expected no tab, line break or half character");
        assertThat(directory).isEmptyDirectory();
    }

    private static Dataset dataset(List<Example> train, int testLabel) {
        return new Dataset(
                "test",
                LABELS,
                new Split(Split.TRAIN, "made here", train, List.of()),
                Optional.of(new Split(Split.DEV, "made here", List.of(new Example("to choose", 0)), List.of())),
                Optional.of(new Split(Split.TEST, "made here", List.of(new Example("to test", testLabel)), List.of())));
    }
}
