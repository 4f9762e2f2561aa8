package dev.valence.internal.report;

/** A figure of a page, drawn as SVG. Thread-safe. */
sealed interface Chart permits LineChart, IntervalChart {
    /** What it shows, for the caption. */
    String title();

    /** Draws it. */
    void draw(Markup markup);
}
