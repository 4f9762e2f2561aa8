package dev.valence.internal.rows;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.data.Dataset;
import dev.valence.data.FileFormat;
import dev.valence.data.ReadOptions;
import dev.valence.data.Split;
import dev.valence.internal.Excerpt;
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
 * plain {@code test} file may come without labels, as GLUE's does; labels that are all -1, or all empty there, are none. A
 * single file is train alone.
 *
 * <p>The label set is decided once, from train: labels that are all integers in numeric order, others by their
 * characters. Rows of other splits with a label that train lacks are bad rows. More than 20 labels that are decimals, or more
 * than half as many as the rows, are refused, because they are no classes; fewer are noted.
 */
public final class DatasetReader {
    /** What stands for a label throughout a split that has none. */
    private static final List<String> NO_LABEL = List.of("-1", "");

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
     * Reads a directory or a file for a model that is trained already. Rows with a label it does not know are bad. Integers
     * stand for the classes with these indices where {@link ReadOptions#labelsByIndex} says so, or where nothing else can be
     * meant: the labels are exactly 0 to C - 1 and no class has an integer for its name, or the classes are called {@code
     * LABEL_0} and so on. The notes of the split that was read first say so.
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
            return reader.readGiven(path, split, labels, LabelUse.REQUIRED);
        }
        Path file = new DataDirectory(path).require(split, "choose another --split, or give the file itself");
        return reader.readGiven(file, split, labels, DataDirectory.labelUse(file));
    }

    /**
     * Reads one labelled file for a model that is trained already, as a split of the file's name; labels as in {@link
     * #read(Path, LabelSet, ReadOptions)}.
     *
     * @throws InputException if the path, the file or (unless they are skipped) a row is not as expected
     */
    public static Split readFile(Path file, LabelSet labels, ReadOptions options) {
        return readSplit(file, String.valueOf(file.getFileName()), labels, options);
    }

    private Dataset readAll(Path path) {
        requireExists(path);
        if (!Files.isDirectory(path)) {
            return readAll(path, path, Optional.empty(), Optional.empty());
        }
        DataDirectory directory = new DataDirectory(path);
        return readAll(
                path,
                directory.require(Split.TRAIN, "give a directory with that file, or a file"),
                directory.find(Split.DEV),
                directory.find(Split.TEST));
    }

    private Dataset readAll(Path source, Path train, Optional<Path> dev, Optional<Path> test) {
        try (RowReader reader = open(train, LabelUse.REQUIRED)) {
            List<Row> rows = readRows(reader);
            LabelSet inData = given == null ? decide(rows, reader) : match(given, rows, reader);
            return new Dataset(
                    source.toString(),
                    given == null ? inData : given,
                    toSplit(Split.TRAIN, rows, inData, reader),
                    dev.map(file -> readSplit(file, Split.DEV, inData, LabelUse.REQUIRED)),
                    test.map(file -> readSplit(file, Split.TEST, inData, DataDirectory.labelUse(file))));
        }
    }

    /** The label set that train has. */
    private static LabelSet decide(List<Row> rows, RowReader reader) {
        Set<String> names = namesIn(rows);
        reader.requireSome(rows.size());
        LabelNames.doubts(reader.source(), names, rows.size()).ifPresent(reader::note);
        return LabelNames.order(names);
    }

    /** The names by which a file means the classes of a model. */
    private LabelSet match(LabelSet labels, List<Row> rows, RowReader reader) {
        LabelSet inData = LabelNames.inData(labels, namesIn(rows), options.labelsByIndex());
        if (!inData.equals(labels)) {
            reader.note("labels are taken for indices of the classes: %s for %s"
                    .formatted(LabelSet.list(inData.names()), LabelSet.list(labels.names())));
        }
        return inData;
    }

    private Split readSplit(Path file, String name, LabelSet inData, LabelUse use) {
        try (RowReader reader = open(file, use)) {
            return toSplit(name, readRows(reader), inData, reader);
        }
    }

    /** Reads a file for a model. */
    private Split readGiven(Path file, String name, LabelSet labels, LabelUse use) {
        try (RowReader reader = open(file, use)) {
            List<Row> rows = readRows(reader);
            return toSplit(name, rows, match(labels, rows, reader), reader);
        }
    }

    private RowReader open(Path file, LabelUse use) {
        FileFormat format = Optional.ofNullable(options.format())
                .or(() -> FileFormat.of(file))
                .filter(known -> known != FileFormat.LINES)
                .orElseThrow(() -> new InputException(file
                        + ": expected labelled rows in a file that ends in .tsv, .csv or .jsonl, found another ending:"
                        + " convert it to one of these formats, or give it the ending of its own"));
        return RowReader.open(file, format, options, use);
    }

    /** The rows that are good by themselves. */
    private static List<Row> readRows(RowReader reader) {
        List<Row> rows = new ArrayList<>();
        Map<String, String> names = new HashMap<>(); // one string for each class, not for each row
        for (Row row = reader.next(); row != null; row = reader.next()) {
            String label = row.label();
            rows.add(label == null ? row : new Row(row.line(), row.text(), names.computeIfAbsent(label, name -> name)));
        }
        return rows;
    }

    /** The rows with a known label; a row with another one is bad, unless none has one. */
    private Split toSplit(String name, List<Row> rows, LabelSet inData, RowReader reader) {
        Set<String> names = namesIn(rows);
        boolean unlabelled = NO_LABEL.stream().anyMatch(none -> names.equals(Set.of(none)) && inData.index(none) < 0);
        List<Example> examples = new ArrayList<>(rows.size());
        List<Long> lines = new ArrayList<>(rows.size());
        for (Row row : rows) {
            String label = unlabelled ? null : row.label();
            int index = label == null ? Example.UNLABELLED : inData.index(label);
            if (label != null && index == Example.UNLABELLED) {
                String problem = "expected one of the labels %s, found %s"
                        .formatted(LabelSet.list(inData.names()), Excerpt.of(label));
                reader.reject(row.line(), problem, adviceOn(label, inData));
            } else {
                examples.add(new Example(row.text(), index));
                lines.add(row.line());
            }
        }
        reader.requireSome(examples.size());
        return new Split(name, reader.source(), examples, reader.badRows(), lines, reader.notes());
    }

    /** What to do about a label that is none of a model's, or of train's. */
    private String adviceOn(String label, LabelSet inData) {
        return given != null && inData.equals(given) && LabelNames.mayBeIndex(label, given)
                ? "correct the row, give --labels-by-index where labels are indices of the classes"
                : "correct the row";
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
