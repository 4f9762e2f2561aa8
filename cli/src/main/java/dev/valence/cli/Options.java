package dev.valence.cli;

import dev.valence.InputException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Helpers for values of options. */
final class Options {
    private Options() {}

    /** The value of an option that picocli has made sure of. */
    static <T> T required(@Nullable T value, String option) {
        if (value == null) {
            throw new InputException("required " + option + ", found none; give it");
        }
        return value;
    }

    /** Hands a value on if the option was given. */
    static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
