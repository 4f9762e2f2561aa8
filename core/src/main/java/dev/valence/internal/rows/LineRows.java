package dev.valence.internal.rows;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Texts, one a line. */
final class LineRows implements RowSource {
    private final LineReader lines;

    /** @param lines closed with this source */
    LineRows(LineReader lines) {
        this.lines = lines;
    }

    @Override
    public @Nullable Row next() throws IOException, BadRowException {
        Line line = lines.next();
        return line == null ? null : new Row(line.number(), line.text(), null);
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
