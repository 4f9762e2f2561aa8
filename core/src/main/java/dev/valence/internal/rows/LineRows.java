package dev.valence.internal.rows;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows that are a line each. */
final class LineRows<R> implements RowSource<R> {
    private final LineReader lines;
    private final Parser<R> parser;

    /** Makes a row of a line. */
    @FunctionalInterface
    interface Parser<R> {
        R parse(Line line) throws BadRowException;
    }

    /** @param lines closed with this source */
    LineRows(LineReader lines, Parser<R> parser) {
        this.lines = lines;
        this.parser = parser;
    }

    @Override
    public @Nullable R next() throws IOException, BadRowException {
        Line line = lines.next();
        return line == null ? null : parser.parse(line);
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
