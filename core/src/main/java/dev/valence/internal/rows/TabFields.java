package dev.valence.internal.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tab-separated cells as GLUE has them: one row a line, no quoting. */
final class TabFields implements FieldSource {
    private final LineReader lines;

    /** @param lines closed with this source */
    TabFields(LineReader lines) {
        this.lines = lines;
    }

    @Override
    public @Nullable Fields next() throws IOException, BadRowException {
        Line line = lines.next();
        return line == null ? null : new Fields(line.number(), cells(line.text()));
    }

    private static List<String> cells(String row) {
        List<String> cells = new ArrayList<>();
        int start = 0;
        for (int tab = row.indexOf('\t'); tab >= 0; tab = row.indexOf('\t', start)) {
            cells.add(row.substring(start, tab));
            start = tab + 1;
        }
        cells.add(row.substring(start));
        return cells;
    }

    @Override
    public boolean ready() throws IOException {
        return lines.ready();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
