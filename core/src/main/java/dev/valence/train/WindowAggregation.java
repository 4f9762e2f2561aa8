package dev.valence.train;

import dev.valence.InputException;
import java.util.Arrays;
import java.util.Locale;

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
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * By its name.
     *
     * @throws InputException if there is none
     */
    public static WindowAggregation of(String id) {
        return Arrays.stream(values())
                .filter(aggregation -> aggregation.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        "the aggregation of windows must be first, mean or max, found '" + id + "'"));
    }
}
