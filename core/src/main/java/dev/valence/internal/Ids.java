package dev.valence.internal;

import dev.valence.InputException;
import java.util.Arrays;
import java.util.Locale;

/** The names that constants have in files and options: their own in lower case. */
public final class Ids {
    private Ids() {}

    /** The name of a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The constant of that name.
     *
     * @param required says which there are
     * @throws InputException if there is none
     */
    public static <E extends Enum<E>> E find(E[] constants, String id, String required) {
        return Arrays.stream(constants)
                .filter(constant -> of(constant).equals(id))
                .findFirst()
                .orElseThrow(() -> new InputException(required + " found '" + id + "'"));
    }
}
