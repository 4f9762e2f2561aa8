package dev.valence.train;

import dev.valence.InputException;
import java.util.Arrays;
import java.util.Locale;

/** By which figure of the validation split the best model is chosen. */
public enum Metric {
    /** Share of texts classified rightly; more is better. */
    ACCURACY,
    /** Mean F1 of the classes; more is better. */
    MACRO_F1,
    /** Mean cross entropy; less is better. */
    LOSS;

    /** Its name in files and options. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The metric with that {@link #id}.
     *
     * @throws InputException if there is none
     */
    public static Metric of(String id) {
        return Arrays.stream(values())
                .filter(metric -> metric.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new InputException("a metric is one of accuracy, macro_f1, loss; found '" + id + "'"));
    }

    /** The figure, turned so that more is better. */
    public double score(Validation validation) {
        double figure = validation.figure(id());
        return this == LOSS ? -figure : figure;
    }
}
