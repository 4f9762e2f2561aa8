package dev.valence.data;

import dev.valence.Example;
import dev.valence.InputException;
import java.util.List;
import java.util.Objects;

/**
 * A part of a dataset. Immutable.
 *
 * @param name {@link #TRAIN}, {@link #DEV}, {@link #TEST}
 * @param source the file it was read from, or how it was made
 * @param examples in the order of the file, at least one; all of them labelled or none
 * @param badRows rows of the file that were left out
 */
public record Split(String name, String source, List<Example> examples, List<BadRow> badRows) {
    /** Name of the part to learn from. */
    public static final String TRAIN = "train";

    /** Name of the part to choose by. */
    public static final String DEV = "dev";

    /** Name of the part to report. */
    public static final String TEST = "test";

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there is no example, or some are labelled and some are not
     */
    public Split {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        examples = List.copyOf(examples);
        badRows = List.copyOf(badRows);
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("a split needs at least one example, found none in " + name);
        }
        boolean labelled = examples.get(0).labelled();
        if (examples.stream().anyMatch(example -> example.labelled() != labelled)) {
            throw new IllegalArgumentException("all examples of a split must be labelled or none: " + name);
        }
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
     * Returns this split where its classes are known, for evaluation.
     *
     * @throws InputException if they are not
     */
    public Split requireLabelled() {
        if (!labelled()) {
            throw new InputException(source
                    + ": expected labelled examples, found texts only: give a file with labels, or the dev split");
        }
        return this;
    }

    /** The texts of the examples, in order. */
    public List<String> texts() {
        return examples.stream().map(Example::text).toList();
    }
}
