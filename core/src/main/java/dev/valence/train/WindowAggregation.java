package dev.valence.train;

import dev.valence.InputException;
import dev.valence.internal.Ids;

/** What becomes of the windows' probabilities. */
public enum WindowAggregation {
    /** The first window's: what does not fit is cut off. */
    FIRST,
    /** Their mean. */
    MEAN,
    /** The largest of each class, divided by their sum. */
    MAX;

    /** Name in files and on the command line. */
    public String id() {
        return Ids.of(this);
    }

    /**
     * By its name.
     *
     * @throws InputException if there is none
     */
    public static WindowAggregation of(String id) {
        return Ids.find(values(), id, "the aggregation of windows must be first, mean or max,");
    }
}
