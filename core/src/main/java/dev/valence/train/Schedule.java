package dev.valence.train;

import dev.valence.InputException;
import dev.valence.internal.Ids;

/** What follows the warm-up. */
public enum Schedule {
    /** The peak rate to the end. */
    CONSTANT,
    /** A line to 0. */
    LINEAR,
    /** Half a cosine to 0. */
    COSINE;

    /** Its name in files and options. */
    public String id() {
        return Ids.of(this);
    }

    /**
     * The kind with that {@link #id}.
     *
     * @throws InputException if there is none
     */
    public static Schedule of(String id) {
        return Ids.find(values(), id, "a schedule is one of constant, linear, cosine;");
    }
}
