package dev.valence.internal.report;

import java.util.Locale;

/** Looks of a series, the same in every figure; told apart by colour, by lightness and by dashes. */
enum SeriesStyle {
    /** What others are compared with: grey, dotted. */
    REFERENCE,
    /** Vermilion, dashed. */
    FIRST,
    /** Blue, solid. */
    SECOND;

    /** Its class in the style sheet. */
    String cssClass() {
        return name().toLowerCase(Locale.ROOT);
    }
}
