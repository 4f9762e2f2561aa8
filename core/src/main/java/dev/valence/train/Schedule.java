package dev.valence.train;

import dev.valence.InputException;
import java.util.Arrays;
import java.util.Locale;

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
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind with that {@link #id}.
     *
     * @throws InputException if there is none
     */
    public static Schedule of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new InputException("a schedule is one of constant, linear, cosine; found '" + id + "'"));
    }
}
