package dev.valence;

import java.util.Objects;

/**
 * One text and its class.
 *
 * @param text the text as it was read
 * @param label index into the {@link LabelSet} of its dataset, or {@link #UNLABELLED}
 */
public record Example(String text, int label) {
    /** The label of an example whose class is not known. */
    public static final int UNLABELLED = -1;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if {@code label} is below {@link #UNLABELLED}
     */
    public Example {
        Objects.requireNonNull(text, "text");
        if (label < UNLABELLED) {
            throw new IllegalArgumentException("label must be a class index or " + UNLABELLED + ", found " + label);
        }
    }

    /** Whether the class of this example is known. */
    public boolean labelled() {
        return label != UNLABELLED;
    }
}
