package dev.valence.data;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Listener;
import dev.valence.internal.rows.DatasetReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A part of a dataset. Immutable.
 *
 * @param name {@link #TRAIN}, {@link #DEV}, {@link #TEST}, or the name of a file that is read alone
 * @param source the file it was read from, or how it was made
 * @param examples in the order of the file, at least one; all of them labelled or none
 * @param badRows rows of the file that were left out
 * @param lines the lines of the file that the examples start on; empty where they come from none
 * @param notes what a user should know of how the file was read, each in one line
 */
public record Split(
        String name,
        String source,
        List<Example> examples,
        List<BadRow> badRows,
        List<Long> lines,
        List<String> notes) {
    /** Name of the training split. */
    public static final String TRAIN = "train";

    /** Name of the validation split. */
    public static final String DEV = "dev";

    /** Name of the test split. */
    public static final String TEST = "test";

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there is no example, some are labelled and some are not, or some have lines
     */
    public Split {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        examples = List.copyOf(examples);
        badRows = List.copyOf(badRows);
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
        if (!lines.isEmpty() && lines.size() != examples.size()) {
            throw new IllegalArgumentException("every example needs a line or none, found " + lines.size()
                    + " lines for " + examples.size() + " examples");
        }
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("a split needs at least one example, found none in " + name);
        }
        boolean labelled = examples.get(0).labelled();
        if (examples.stream().anyMatch(example -> example.labelled() != labelled)) {
            throw new IllegalArgumentException("all examples of a split must be labelled or none: " + name);
        }
    }

    /** Makes a split of examples that come from no file. */
    public Split(String name, String source, List<Example> examples, List<BadRow> badRows) {
        this(name, source, examples, badRows, List.of(), List.of());
    }

    /**
     * Reads one split of a directory for a model that knows these labels.
     *
     * @param directory as for {@link Dataset#read(Path)}
     * @param name {@link #TRAIN}, {@link #DEV} or {@link #TEST}
     * @throws InputException if there is no such split, or it is not as expected
     */
    public static Split read(Path directory, String name, LabelSet labels, ReadOptions options) {
        return DatasetReader.readSplit(directory, name, labels, options);
    }

    /** Reads a labelled file, whatever its name, for a model that knows these labels. */
    public static Split read(Path file, LabelSet labels, ReadOptions options) {
        return DatasetReader.readFile(file, labels, options);
    }

    /** Returns the places of examples: {@code train.tsv, lines 3, 17}, or their numbers if they come from no file. */
    public String places(List<Integer> indices) {
        String numbers = indices.stream()
                .map(index -> lines.isEmpty() ? index + 1L : lines.get(index))
                .sorted()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return (lines.isEmpty() ? name + ", examples " : source + ", lines ") + numbers;
    }

    /** Number of examples. */
    public int size() {
        return examples.size();
    }

    /** Whether the classes of the examples are known. */
    public boolean labelled() {
        return examples.get(0).labelled();
    }

    /**
     * Returns this split, for evaluation; throws if it is unlabelled.
     *
     * @throws InputException if they are not
     */
    public Split requireLabelled() {
        if (!labelled()) {
            throw new InputException(
                    source + ": expected labelled examples, found texts only: give a file or a split with labels");
        }
        return this;
    }

    /** Returns the names of the classes without an example; none if the split is unlabelled. */
    public List<String> missing(LabelSet labels) {
        if (!labelled()) {
            return List.of();
        }
        Set<Integer> found = examples.stream().map(Example::label).collect(Collectors.toSet());
        return IntStream.range(0, labels.size())
                .filter(c -> !found.contains(c))
                .mapToObj(labels::name)
                .toList();
    }

    /** Reports how the file was read: its notes, and the rows that were left out. */
    public void report(Listener listener) {
        notes.forEach(listener::note);
        if (!badRows.isEmpty()) {
            listener.note("Skipped " + badRows.size() + " bad rows of " + name + ":");
            badRows.forEach(row -> listener.note("  " + row.message()));
        }
    }

    /** Returns a note on the classes without an example; empty if there are none or the split is unlabelled. */
    public Optional<String> missingNote(LabelSet labels) {
        List<String> missing = missing(labels);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("%s has no example of %d of the %d classes: %s"
                        .formatted(name, missing.size(), labels.size(), LabelSet.list(missing)));
    }

    /** The texts of the examples, in order. */
    public List<String> texts() {
        return examples.stream().map(Example::text).toList();
    }
}
