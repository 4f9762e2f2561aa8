package dev.valence.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the model does on the validation split at some moment of training.
 *
 * @param step optimizer steps taken before
 * @param figures by name, in the order in which they are shown; {@code loss} and {@code accuracy} are always there
 * @param warnings what the figures do not show
 */
public record Validation(int step, Map<String, Double> figures, List<String> warnings) {
    /** Mean cross entropy over all examples. */
    public static final String LOSS = "loss";
    /** Share of examples predicted rightly. */
    public static final String ACCURACY = "accuracy";
    /** Mean F1 of the classes. */
    public static final String MACRO_F1 = "macro_f1";
    /** e to the mean cross entropy: among how many tokens, all alike, a guess would be as hard. */
    public static final String PERPLEXITY = "perplexity";

    /** Copies the figures and the warnings. */
    public Validation {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        warnings = List.copyOf(warnings);
    }

    /** Without warnings. */
    public Validation(int step, Map<String, Double> figures) {
        this(step, figures, List.of());
    }

    /** Mean cross entropy over all examples. */
    public double loss() {
        return figure(LOSS);
    }

    /** Share of examples predicted rightly. */
    public double accuracy() {
        return figure(ACCURACY);
    }

    /**
     * The figure of that name.
     *
     * @throws IllegalArgumentException if it was not measured
     */
    public double figure(String name) {
        Double figure = figures.get(name);
        if (figure == null) {
            throw new IllegalArgumentException("required one of " + figures.keySet() + ", found " + name);
        }
        return figure;
    }
}
