package dev.valence.internal.rows;

/**
 * A text to predict.
 *
 * @param line the line of the file it starts on, counted from 1
 * @param text as it stands in the file
 */
public record TextRow(long line, String text) {}
