package dev.valence.internal.rows;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of a table.
 *
 * @param line the line it starts on, counted from 1
 * @param values its cells, at least one
 */
record Fields(long line, List<String> values) {
    /** Tab-separated cells as GLUE has them: no quoting. */
    static Fields tabSeparated(Line line) throws BadRowException {
        String row = line.text();
        List<String> cells = new ArrayList<>();
        int start = 0;
        for (int tab = row.indexOf('\t'); tab >= 0; tab = row.indexOf('\t', start)) {
            cells.add(row.substring(start, tab));
            start = tab + 1;
        }
        cells.add(row.substring(start));
        return new Fields(line.number(), cells);
    }
}
