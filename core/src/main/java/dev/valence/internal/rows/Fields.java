package dev.valence.internal.rows;

import java.util.List;

/**
 * One row of a table.
 *
 * @param line the line it starts on, counted from 1
 * @param values its cells, at least one
 */
record Fields(long line, List<String> values) {}
