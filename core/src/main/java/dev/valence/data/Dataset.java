package dev.valence.data;

import dev.valence.LabelSet;
import dev.valence.Listener;
import dev.valence.internal.generated.BuiltInCorpus;
import dev.valence.internal.rows.DatasetReader;
import dev.valence.internal.rows.DatasetWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Labelled texts in splits. Immutable.
 *
 * <pre>{@code
 * Dataset tickets = Dataset.read(Path.of("tickets.csv"));                     // a file, or a directory of splits
 * Dataset german = Dataset.read(Path.of("briefe.tsv"), ReadOptions.defaults().withTextColumn("Text"));
 * Dataset sentences = Dataset.builtIn();                                      // generated, needs no file
 * }</pre>
 *
 * @param source where it was read from, or how it was made
 * @param labels the classes of all splits
 * @param train to learn from, labelled
 * @param dev to choose by; some datasets have none, see {@link #holdOut}
 * @param test to report; perhaps without labels
 */
public record Dataset(String source, LabelSet labels, Split train, Optional<Split> dev, Optional<Split> test) {
    /** Share of train that is held out if there is no dev split. */
    private static final double HOLD_OUT = 0.1;

    private static final long BUILT_IN_SEED = 1;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if an example has a class that is not in {@code labels}
     */
    public Dataset {
        Objects.requireNonNull(labels, "labels");
        for (Split split : present(train, dev, test)) {
            if (split.examples().stream().anyMatch(example -> example.label() >= labels.size())) {
                throw new IllegalArgumentException(
                        "classes must be below " + labels.size() + ", found others in " + split.name());
            }
        }
    }

    /**
     * Reads a directory with {@code train}, {@code dev} and {@code test} as {@code .tsv}, {@code .csv} or {@code .jsonl}, or
     * one such file, which is train alone.
     *
     * @throws dev.valence.InputException if the path, a file or a row is not as expected
     */
    public static Dataset read(Path path) {
        return read(path, ReadOptions.defaults());
    }

    /** Reads a directory or a file whose columns have other names; see {@link #read(Path)}. */
    public static Dataset read(Path path, ReadOptions options) {
        return DatasetReader.read(path, options);
    }

    /** Reads a directory or a file for a model that knows these labels; rows with others are bad. See {@link #read(Path)}. */
    public static Dataset read(Path path, LabelSet labels) {
        return read(path, labels, ReadOptions.defaults());
    }

    /** Reads a directory or a file for a model that knows these labels; rows with others are bad. See {@link #read(Path)}. */
    public static Dataset read(Path path, LabelSet labels, ReadOptions options) {
        return DatasetReader.read(path, labels, options);
    }

    /** The built-in corpus: generated English sentences of two classes, with negation and contrast. */
    public static Dataset builtIn() {
        return BuiltInCorpus.generate(BUILT_IN_SEED);
    }

    /** Writes the splits as {@code train.tsv}, {@code dev.tsv} and {@code test.tsv} into a directory, made if missing. */
    public void write(Path directory) {
        DatasetWriter.write(this, directory);
    }

    /** Returns the same dataset with another name of its source. */
    public Dataset withSource(String name) {
        return new Dataset(name, labels, train, dev, test);
    }

    /** The splits there are: train, dev, test. */
    public List<Split> splits() {
        return present(train, dev, test);
    }

    /**
     * Takes part of train as dev, for datasets that come without one; see {@link HoldOut#of}.
     *
     * @param fraction of the rows of each class, between 0 and 1
     * @param seed equal seeds choose equal rows
     * @throws IllegalArgumentException if there is a dev split already
     */
    public Dataset holdOut(double fraction, long seed) {
        if (dev.isPresent()) {
            throw new IllegalArgumentException(
                    "expected a dataset without dev split, found " + dev.get().source());
        }
        HoldOut parts = HoldOut.of(train, Split.DEV, fraction, seed);
        return new Dataset(source, labels, parts.rest(), Optional.of(parts.held()), test);
    }

    /**
     * The same with a tenth of train as dev if there is no dev split. Notes report that, and classes that a split has no
     * example of.
     */
    public Dataset withDev(long seed, Listener listener) {
        Dataset whole = dev.isPresent() ? this : holdOut(HOLD_OUT, seed);
        if (dev.isEmpty()) {
            listener.note("No dev split: " + whole.dev().orElseThrow().size() + " of the " + train.size()
                    + " training rows are held out for validation.");
        }
        for (Split split : whole.splits()) {
            split.missingNote(labels).ifPresent(listener::note);
        }
        return whole;
    }

    private static List<Split> present(Split train, Optional<Split> dev, Optional<Split> test) {
        List<Split> present = new ArrayList<>();
        present.add(train);
        dev.ifPresent(present::add);
        test.ifPresent(present::add);
        return List.copyOf(present);
    }
}
