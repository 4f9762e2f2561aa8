package dev.valence.internal.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Figures by step of training.
 *
 * @param title what is shown
 * @param series at least one with a point
 * @param shares whether the figures are shares, which lie in [0, 1]
 */
record LineChart(String title, List<Series> series, boolean shares) implements Chart {
    private static final int WIDTH = 440;
    private static final int HEIGHT = 270;
    private static final int LEFT = 46;
    private static final int RIGHT = 14;
    private static final int TOP = 10;
    private static final int BOTTOM = 40;
    private static final double DOT = 3.6;

    /** Copies the list. */
    public LineChart {
        series = List.copyOf(series);
    }

    /** Whether there is anything to draw. */
    boolean drawable() {
        return series.stream().anyMatch(line -> !line.points().isEmpty());
    }

    @Override
    public void draw(Markup markup) {
        Axis across = Axis.upTo(Math.max(1, values(Point::step).max().orElseThrow()));
        double lowest = values(Point::value).min().orElseThrow();
        double highest = values(Point::value).max().orElseThrow();
        Axis up = shares ? Axis.aroundShares(lowest, highest) : Axis.around(lowest, highest);
        markup.open("svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", title);
        for (double tick : up.ticks()) {
            double y = y(up, tick);
            markup.empty(
                    "line", "class", "grid", "x1", text(LEFT), "x2", text(WIDTH - RIGHT), "y1", text(y), "y2", text(y));
            markup.element("text", up.label(tick), "class", "end", "x", text(LEFT - 8), "y", text(y + 4.5));
        }
        for (double tick : across.ticks()) {
            double x = x(across, tick);
            markup.empty(
                    "line",
                    "class",
                    "tick",
                    "x1",
                    text(x),
                    "x2",
                    text(x),
                    "y1",
                    text(HEIGHT - BOTTOM),
                    "y2",
                    text(HEIGHT - BOTTOM + 4.0));
            markup.element(
                    "text", across.label(tick), "class", "middle", "x", text(x), "y", text(HEIGHT - BOTTOM + 18.0));
        }
        markup.element("text", "optimizer steps", "class", "end", "x", text(WIDTH - RIGHT), "y", text(HEIGHT - 4));
        series.forEach(line -> draw(markup, line, across, up));
        markup.close("svg");
    }

    private void draw(Markup markup, Series line, Axis across, Axis up) {
        String corners = line.points().stream()
                .map(point -> text(x(across, point.step())) + "," + text(y(up, point.value())))
                .collect(Collectors.joining(" "));
        markup.open("g", "class", "series " + line.style().cssClass());
        markup.element("title", line.name());
        markup.empty("polyline", "points", corners);
        line.points().stream()
                .filter(point -> line.marked().isPresent() && line.marked().getAsInt() == point.step())
                .forEach(point -> markup.empty(
                        "circle",
                        "cx",
                        text(x(across, point.step())),
                        "cy",
                        text(y(up, point.value())),
                        "r",
                        text(DOT)));
        markup.close("g");
    }

    private DoubleStream values(ToDoubleFunction<Point> part) {
        return series.stream().flatMap(line -> line.points().stream()).mapToDouble(part);
    }

    private static double x(Axis axis, double value) {
        return LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(Axis axis, double value) {
        return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String text(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }
}
