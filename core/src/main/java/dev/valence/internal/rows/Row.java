package dev.valence.internal.rows;

import org.jspecify.annotations.Nullable;

/**
 * One row: its text and its label.
 *
 * @param line the line it starts on, counted from 1
 * @param text as it stands in the file
 * @param label name of its class, null where the file gives none
 */
record Row(long line, String text, @Nullable String label) {}
