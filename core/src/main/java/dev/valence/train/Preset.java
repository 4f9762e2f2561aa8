package dev.valence.train;

import dev.valence.InputException;
import java.util.Arrays;
import java.util.Locale;

/** A set of hyper-parameters that others are changed from. */
public enum Preset {
    /** What this library recommends. */
    STANDARD,
    /** The tutorial's optimizer, rate, clipping, epochs, evaluations, dropout and missing positions. */
    TUTORIAL;

    /** Its name in options. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The preset with that {@link #id}.
     *
     * @throws InputException if there is none
     */
    public static Preset of(String id) {
        return Arrays.stream(values())
                .filter(preset -> preset.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InputException("--preset must be standard or tutorial, found '" + id + "'"));
    }
}
