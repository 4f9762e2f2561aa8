package dev.valence.internal.rows;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.data.Dataset;
import dev.valence.data.FileFormat;
import dev.valence.data.Split;
import dev.valence.internal.Excerpt;
import dev.valence.internal.files.WholeFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a dataset as a directory in GLUE's layout, for {@link DatasetReader} and for people to look at. */
public final class DatasetWriter {
    private DatasetWriter() {}

    /**
     * Writes {@code train.tsv}, {@code dev.tsv} and {@code test_labelled.tsv} with the columns {@code sentence} and
     * {@code label}; a test split without labels becomes {@code test.tsv} with {@code index} and {@code sentence}.
     *
     * @param directory made where it is missing
     * @throws InputException if one of the files exists, or a text or label holds a tab or a line break, which GLUE's
     *     TSV cannot write; then nothing has been written
     * @throws UncheckedIOException if writing fails; then no file is there
     */
    public static void write(Dataset dataset, Path directory) {
        for (Split split : dataset.splits()) {
            requireWritable(split, dataset.labels());
            Path file = directory.resolve(fileName(split));
            if (Files.exists(file)) {
                throw new InputException(file + ": expected no such file, found one: give another directory");
            }
        }
        try {
            Files.createDirectories(directory);
            write(dataset.splits(), dataset.labels(), directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a dataset to " + directory, e);
        }
    }

    /** Writes some splits, none of which appears before the last one is written. */
    private static void write(List<Split> splits, LabelSet labels, Path directory) throws IOException {
        if (!splits.isEmpty()) {
            try (WholeFile file = new WholeFile(directory.resolve(fileName(splits.get(0))))) {
                write(splits.get(0), labels, file.draft());
                write(splits.subList(1, splits.size()), labels, directory);
                file.commit();
            }
        }
    }

    private static String fileName(Split split) {
        boolean labelledTest = split.name().equals(Split.TEST) && split.labelled();
        return (labelledTest ? "test_labelled" : split.name()) + FileFormat.TSV.ending();
    }

    private static void write(Split split, LabelSet labels, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(split.labelled() ? "sentence\tlabel\n" : "index\tsentence\n");
            int index = 0;
            for (Example example : split.examples()) {
                out.write(
                        split.labelled()
                                ? example.text() + '\t' + labels.name(example.label()) + '\n'
                                : Integer.toString(index) + '\t' + example.text() + '\n');
                index++;
            }
        }
    }

    private static void requireWritable(Split split, LabelSet labels) {
        labels.names().forEach(name -> requireOneCell(name, "a label"));
        List<String> texts = split.texts();
        for (int i = 0; i < texts.size(); i++) {
            requireOneCell(texts.get(i), "text " + (i + 1) + " of " + split.name());
        }
    }

    private static void requireOneCell(String cell, String what) {
        if (cell.chars().anyMatch(c -> c == '\t' || c == '\n' || c == '\r') || !Line.canHold(cell)) {
            throw new InputException(
                    "%s: expected no tab, line break or half character, found %s: replace it by a space"
                            .formatted(what, Excerpt.of(cell)));
        }
    }
}
