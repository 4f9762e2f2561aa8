package dev.valence.internal.train;

import dev.valence.InputException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Learning rate by step: a linear rise over the warm-up steps, then constant, a line to 0, or half a cosine to 0.
 *
 * @param kind what follows the warm-up
 * @param peak highest rate
 * @param warmupSteps steps of the rise
 * @param totalSteps steps of the run
 */
public record Schedule(Kind kind, double peak, long warmupSteps, long totalSteps) {
    /** What follows the warm-up. */
    public enum Kind {
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
        public static Kind of(String id) {
            return Arrays.stream(values())
                    .filter(kind -> kind.id().equals(id))
                    .findFirst()
                    .orElseThrow(() ->
                            new InputException("a schedule is one of constant, linear, cosine; found '" + id + "'"));
        }
    }

    /** Rate of the step with this number, counted from 0. */
    public double rate(long step) {
        if (step < warmupSteps) {
            return peak * (step + 1) / (warmupSteps + 1);
        }
        double done = Math.min(1, (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
        return switch (kind) {
            case CONSTANT -> peak;
            case LINEAR -> peak * (1 - done);
            case COSINE -> peak * 0.5 * (1 + Math.cos(Math.PI * done));
        };
    }
}
