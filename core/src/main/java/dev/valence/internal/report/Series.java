package dev.valence.internal.report;

import java.util.List;
import java.util.OptionalInt;

/**
 * A line of a chart.
 *
 * @param name what it is of
 * @param style its looks
 * @param points from left to right
 * @param marked the step whose point has a dot
 */
record Series(String name, SeriesStyle style, List<Point> points, OptionalInt marked) {
    /** Copies the list. */
    public Series {
        points = List.copyOf(points);
    }
}
