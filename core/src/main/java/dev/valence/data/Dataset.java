package dev.valence.data;

import dev.valence.LabelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The splits of a dataset, their labels numbered alike. Immutable.
 *
 * @param labels the classes of all splits
 * @param train to learn from, labelled
 * @param dev to choose by; some datasets have none, see {@link #holdOut}
 * @param test to report; perhaps without labels
 */
public record Dataset(LabelSet labels, Split train, Optional<Split> dev, Optional<Split> test) {
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
        return new Dataset(labels, parts.rest(), Optional.of(parts.held()), test);
    }

    private static List<Split> present(Split train, Optional<Split> dev, Optional<Split> test) {
        List<Split> present = new ArrayList<>();
        present.add(train);
        dev.ifPresent(present::add);
        test.ifPresent(present::add);
        return List.copyOf(present);
    }
}
