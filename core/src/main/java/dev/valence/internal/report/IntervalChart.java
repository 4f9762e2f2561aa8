package dev.valence.internal.report;

import dev.valence.evaluate.Interval;
import dev.valence.internal.FixedPoint;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Shares of several runs, such as accuracies, on one axis: a ring for each run, a bar for the interval, a mark for the mean.
 *
 * @param title what is shown
 * @param rows from top to bottom, at least one
 */
record IntervalChart(String title, List<Row> rows) implements Chart {
    private static final int WIDTH = 440;
    private static final int SIDE = 22;
    private static final int ROW = 52;
    private static final int AXIS = 28;
    private static final int CAP = 5;
    private static final int DIGITS = 4;

    /**
     * One line of it.
     *
     * @param name what it is of
     * @param style its looks
     * @param values of the runs
     * @param mean of these
     * @param interval around the mean
     */
    public record Row(String name, SeriesStyle style, List<Double> values, double mean, Interval interval) {
        /** Copies the list. */
        public Row {
            values = List.copyOf(values);
        }
    }

    /** Copies the list. */
    public IntervalChart {
        rows = List.copyOf(rows);
    }

    @Override
    public void draw(Markup markup) {
        double[] all = rows.stream()
                .flatMapToDouble(row -> DoubleStream.concat(
                        DoubleStream.of(row.interval().low(), row.interval().high()),
                        row.values().stream().mapToDouble(Double::doubleValue)))
                .toArray();
        Axis axis = Axis.aroundShares(
                DoubleStream.of(all).min().orElseThrow(),
                DoubleStream.of(all).max().orElseThrow());
        int bottom = rows.size() * ROW + 4;
        markup.open("svg", "viewBox", "0 0 " + WIDTH + " " + (bottom + AXIS), "role", "img", "aria-label", title);
        for (double tick : axis.ticks()) {
            String x = text(x(axis, tick));
            markup.empty("line", "class", "grid", "x1", x, "x2", x, "y1", "0", "y2", text(bottom));
            markup.element("text", axis.label(tick), "class", "middle", "x", x, "y", text(bottom + 18));
        }
        for (int i = 0; i < rows.size(); i++) {
            draw(markup, rows.get(i), axis, i * ROW);
        }
        markup.close("svg");
    }

    private static void draw(Markup markup, Row row, Axis axis, int top) {
        double y = top + 36;
        String middle = text(y);
        String low = text(x(axis, row.interval().low()));
        String high = text(x(axis, row.interval().high()));
        markup.open("g", "class", "series " + row.style().cssClass());
        markup.element("text", row.name(), "class", "name", "x", "0", "y", text(top + 17));
        markup.element(
                "text",
                FixedPoint.format(row.mean(), DIGITS),
                "class",
                "name end",
                "x",
                text(WIDTH),
                "y",
                text(top + 17));
        markup.empty("line", "class", "bar", "x1", low, "x2", high, "y1", middle, "y2", middle);
        for (String end : List.of(low, high)) {
            markup.empty("line", "class", "bar", "x1", end, "x2", end, "y1", text(y - CAP), "y2", text(y + CAP));
        }
        for (double value : row.values()) {
            markup.empty("circle", "class", "ring", "cx", text(x(axis, value)), "cy", middle, "r", "4.5");
        }
        String mean = text(x(axis, row.mean()));
        markup.empty("line", "class", "mean", "x1", mean, "x2", mean, "y1", text(y - 9), "y2", text(y + 9));
        markup.close("g");
    }

    private static double x(Axis axis, double value) {
        return SIDE + axis.share(value) * (WIDTH - 2 * SIDE);
    }

    private static String text(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }
}
