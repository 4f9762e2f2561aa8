package dev.valence.internal.report;

/**
 * A figure at a step of training.
 *
 * @param step optimizer steps taken before
 * @param value the figure
 */
public record Point(int step, double value) {}
