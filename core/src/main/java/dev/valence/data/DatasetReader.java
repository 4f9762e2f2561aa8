package dev.valence.data;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads labelled text.
 *
 * <p>A directory holds {@code train}, perhaps {@code dev} or {@code validation}, and perhaps {@code test_labelled} or
 * else {@code test}, each with the ending of its {@link FileFormat}: {@code .tsv}, {@code .csv} or {@code .jsonl}. A
 * plain {@code test} file may come without labels, as GLUE's does. A single file is train alone.
 *
 * <p>The label set is decided once, from train: labels that are all integers in numeric order, others by their
 * characters. Rows of other splits with a label that train lacks are bad rows.
 */
public final class DatasetReader {
    private final ReadOptions options;
    private final @Nullable LabelSet given;

    private DatasetReader(ReadOptions options, @Nullable LabelSet given) {
        this.options = options;
        this.given = given;
    }

    /**
     * Reads a directory or a file, and decides the label set.
     *
     * @throws InputException if the path, a file or (unless they are skipped) a row is not as expected
     */
    public static Dataset read(Path path, ReadOptions options) {
        return new DatasetReader(options, null).readAll(path);
    }

    /**
     * Reads a directory or a file for a model that is trained already. Rows with a label it does not know are bad;
     * where none of its labels is an integer, an integer stands for the class with that index.
     *
     * @throws InputException if the path, a file or (unless they are skipped) a row is not as expected
     */
    public static Dataset read(Path path, LabelSet labels, ReadOptions options) {
        return new DatasetReader(options, labels).readAll(path);
    }

    /**
     * Reads one split for a model that is trained already; labels as in {@link #read(Path, LabelSet, ReadOptions)}.
     *
     * @param path a directory that holds the split, or the split's file whatever its name, which then must have labels
     * @param split {@link Split#TRAIN}, {@link Split#DEV} or {@link Split#TEST}
     * @throws InputException if the path, the file or (unless they are skipped) a row is not as expected
     */
    public static Split readSplit(Path path, String split, LabelSet labels, ReadOptions options) {
        requireExists(path);
        DatasetReader reader = new DatasetReader(options, labels);
        if (!Files.isDirectory(path)) {
            return reader.readSplit(path, split, labels, LabelUse.REQUIRED);
        }
        Path file = new DataDirectory(path).require(split);
        return reader.readSplit(file, split, labels, DataDirectory.labelUse(file));
    }

    private Dataset readAll(Path path) {
        requireExists(path);
        if (!Files.isDirectory(path)) {
            return readAll(path, Optional.empty(), Optional.empty());
        }
        DataDirectory directory = new DataDirectory(path);
        return readAll(directory.require(Split.TRAIN), directory.find(Split.DEV), directory.find(Split.TEST));
    }

    private Dataset readAll(Path train, Optional<Path> dev, Optional<Path> test) {
        try (RowReader reader = open(train, LabelUse.REQUIRED)) {
            List<Row> rows = readRows(reader, given);
            LabelSet labels = given == null ? LabelNames.order(namesIn(rows)) : given;
            return new Dataset(
                    labels,
                    toSplit(Split.TRAIN, rows, labels, reader),
                    dev.map(file -> readSplit(file, Split.DEV, labels, LabelUse.REQUIRED)),
                    test.map(file -> readSplit(file, Split.TEST, labels, DataDirectory.labelUse(file))));
        }
    }

    private Split readSplit(Path file, String name, LabelSet labels, LabelUse use) {
        try (RowReader reader = open(file, use)) {
            return toSplit(name, readRows(reader, labels), labels, reader);
        }
    }

    private RowReader open(Path file, LabelUse use) {
        FileFormat format = Optional.ofNullable(options.format())
                .or(() -> FileFormat.of(file))
                .filter(known -> known != FileFormat.LINES)
                .orElseThrow(() -> new InputException(file
                        + ": expected labelled rows in a file that ends in .tsv, .csv or .jsonl, found another name or"
                        + " format: rename it, or give --format"));
        return RowReader.open(file, format, options, use);
    }

    /** The good rows; where labels are given, a row with another one is bad. */
    private List<Row> readRows(RowReader reader, @Nullable LabelSet labels) {
        List<Row> rows = new ArrayList<>();
        Map<String, String> names = new HashMap<>(); // one string for each class, not for each row
        for (Row row = reader.next(); row != null; row = reader.next()) {
            String label = row.label();
            if (label == null) {
                rows.add(row);
            } else if (labels != null && indexOf(label, labels) == Example.UNLABELLED) {
                reader.reject(
                        row.line(),
                        "expected one of the labels %s, found %s"
                                .formatted(LabelNames.list(labels), Excerpt.of(label)));
            } else {
                rows.add(new Row(row.line(), row.text(), names.computeIfAbsent(label, name -> name)));
            }
        }
        reader.requireSome(rows.size());
        return rows;
    }

    private Split toSplit(String name, List<Row> rows, LabelSet labels, RowReader reader) {
        List<Example> examples = new ArrayList<>(rows.size());
        for (Row row : rows) {
            String label = row.label();
            examples.add(new Example(row.text(), label == null ? Example.UNLABELLED : indexOf(label, labels)));
        }
        return new Split(
                name,
                reader.source(),
                examples,
                reader.badRows(),
                rows.stream().map(Row::line).toList());
    }

    private int indexOf(String label, LabelSet labels) {
        return LabelNames.index(labels, label, given != null);
    }

    private static Set<String> namesIn(List<Row> rows) {
        return rows.stream().map(Row::label).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private static void requireExists(Path path) {
        if (Files.notExists(path)) {
            throw new InputException(path + ": expected a directory or a file, found nothing: check the path");
        }
    }
}
