package dev.valence.train;

import dev.valence.InputException;
import dev.valence.internal.Ids;

/** A set of hyper-parameters that others are changed from. */
public enum Preset {
    /** What this library recommends. */
    STANDARD,
    /** The tutorial's optimizer, rate, clipping, epochs, evaluations, dropout and missing positions. */
    TUTORIAL;

    /** Its name in options. */
    public String id() {
        return Ids.of(this);
    }

    /**
     * The preset with that {@link #id}.
     *
     * @throws InputException if there is none
     */
    public static Preset of(String id) {
        return Ids.find(values(), id, "--preset must be standard or tutorial,");
    }
}
