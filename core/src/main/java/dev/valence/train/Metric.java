package dev.valence.train;

import dev.valence.internal.Ids;

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
        return Ids.of(this);
    }

    /**
     * The metric with that {@link #id}.
     *
     * @throws dev.valence.InputException if there is none
     */
    public static Metric of(String id) {
        return Ids.find(values(), id, "a metric is one of accuracy, macro_f1, loss;");
    }

    /** The figure, turned so that more is better. */
    public double score(Validation validation) {
        double figure = validation.figure(id());
        return this == LOSS ? -figure : figure;
    }
}
