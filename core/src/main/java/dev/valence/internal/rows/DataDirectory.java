package dev.valence.internal.rows;

import dev.valence.InputException;
import dev.valence.data.FileFormat;
import dev.valence.data.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the files of splits in a directory by their names. */
final class DataDirectory {
    private static final List<String> ENDINGS =
            List.of(FileFormat.TSV.ending(), FileFormat.CSV.ending(), FileFormat.JSON_LINES.ending());

    /** Names of files without ending, those that are the same thing under two names together, the best first. */
    private static final Map<String, List<List<String>>> NAMES = Map.of(
            Split.TRAIN, List.of(List.of("train")),
            Split.DEV, List.of(List.of("dev", "validation")),
            Split.TEST, List.of(List.of("test_labelled"), List.of("test")));

    private final Path directory;

    DataDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * The file of a split, absent where there is none.
     *
     * @throws InputException if two files could be meant
     */
    Optional<Path> find(String split) {
        for (List<String> names : namesOf(split)) {
            List<Path> found = new ArrayList<>();
            for (String name : names) {
                ENDINGS.stream()
                        .map(ending -> directory.resolve(name + ending))
                        .filter(Files::exists)
                        .forEach(found::add);
            }
            if (found.size() > 1) {
                throw new InputException("%s: expected one file for %s, found %s and %s: remove one of them"
                        .formatted(
                                directory,
                                split,
                                found.get(0).getFileName(),
                                found.get(1).getFileName()));
            }
            if (!found.isEmpty()) {
                return Optional.of(found.get(0));
            }
        }
        return Optional.empty();
    }

    /**
     * The file of a split.
     *
     * @param advice what to do where there is none
     * @throws InputException if there is none, or two could be meant
     */
    Path require(String split, String advice) {
        return find(split)
                .orElseThrow(() -> new InputException("%s: expected %s%s (or .csv, .jsonl), found %s: %s"
                        .formatted(directory, namesOf(split).get(0).get(0), ENDINGS.get(0), contents(), advice)));
    }

    /** Only a plain {@code test} file may come without labels. */
    static LabelUse labelUse(Path file) {
        return file.getFileName().toString().startsWith("test.") ? LabelUse.OPTIONAL : LabelUse.REQUIRED;
    }

    private static List<List<String>> namesOf(String split) {
        List<List<String>> names = NAMES.get(split);
        if (names == null) {
            throw new IllegalArgumentException("a split is one of " + NAMES.keySet() + ", found " + split);
        }
        return names;
    }

    private String contents() {
        try (Stream<Path> files = Files.list(directory)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .sorted()
                    .limit(6)
                    .toList();
            return names.isEmpty() ? "an empty directory" : String.join(", ", names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
