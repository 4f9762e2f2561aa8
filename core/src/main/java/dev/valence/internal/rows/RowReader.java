package dev.valence.internal.rows;

import dev.valence.InputException;
import dev.valence.data.BadRow;
import dev.valence.data.FileFormat;
import dev.valence.data.ReadOptions;
import dev.valence.internal.files.UnreadableFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the good rows of one file; what happens to bad ones is decided here and nowhere else. */
final class RowReader implements Closeable {
    private final String source;
    private final RowSource<Row> rows;
    private final LabelUse use;
    private final boolean skipBadRows;
    private final List<BadRow> badRows = new ArrayList<>();
    private final List<BadRowException> empty = new ArrayList<>(); // until it is known whether they end the file
    private final List<String> notes = new ArrayList<>();
    private String firstAdvice = ""; // for the first of the bad rows

    private RowReader(String source, RowSource<Row> rows, LabelUse use, boolean skipBadRows) {
        this.source = source;
        this.rows = rows;
        this.use = use;
        this.skipBadRows = skipBadRows;
    }

    /**
     * Opens a file.
     *
     * @throws InputException if there is no such file or its head is not as expected
     */
    static RowReader open(Path file, FileFormat format, ReadOptions options, LabelUse use) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + ": expected a file, found a directory: give a file in it");
        }
        try {
            return open(Files.newInputStream(file), file.toString(), format, options, use);
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": expected a file, found none: check the path", e);
        } catch (IOException e) {
            throw UnreadableFile.because(file, "a file", e);
        }
    }

    /**
     * Reads a stream, which is closed with the reader or if this fails.
     *
     * @throws InputException if its head is not as expected
     */
    static RowReader open(InputStream in, String source, FileFormat format, ReadOptions options, LabelUse use)
            throws IOException {
        LineReader lines = new LineReader(in, source);
        try {
            RowSource<Row> rows =
                    switch (format) {
                        case TSV -> new TableRows(new LineRows<>(lines, Fields::tabSeparated), source, options, use);
                        case QUOTED_TSV -> new TableRows(new QuotedFields(lines, '\t'), source, options, use);
                        case CSV -> new TableRows(new QuotedFields(lines, ','), source, options, use);
                        case JSON_LINES -> new LineRows<>(lines, new JsonRows(options, use)::row);
                        case LINES -> new LineRows<>(lines, line -> new Row(line.number(), line.text(), null));
                    };
            return new RowReader(source, rows, use, options.skipBadRows());
        } catch (InputException | IOException e) {
            lines.close();
            throw e;
        }
    }

    /**
     * The next row that has a text and, where one is due, a label; null at the end. Empty rows there are passed over.
     *
     * @throws InputException if a row is bad and bad rows are not skipped
     */
    @Nullable
    Row next() {
        return next(true);
    }

    /** The same, but null also where the next line would have to be waited for. */
    @Nullable
    Row nextReady() {
        return next(false);
    }

    private @Nullable Row next(boolean wait) {
        while (true) {
            try {
                if (!wait && !rows.ready()) {
                    return null;
                }
                Row row = rows.next();
                if (row != null) {
                    requireContent(row);
                    rejectEmpty();
                }
                return row;
            } catch (BadRowException e) {
                empty.add(e);
                if (!e.empty()) {
                    rejectEmpty();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(source + ": cannot be read further", e);
            }
        }
    }

    private void requireContent(Row row) throws BadRowException {
        if (use != LabelUse.IGNORED && isBlank(row.text())) {
            throw new BadRowException(row.line(), "expected a text, found an empty one");
        }
        if (use == LabelUse.REQUIRED && row.label() != null && row.label().isEmpty()) {
            throw new BadRowException(row.line(), "expected a label, found an empty one");
        }
    }

    /** Whether a text has nothing but white space, of which Unicode knows more than {@link String#isBlank}. */
    static boolean isBlank(String text) {
        return text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c));
    }

    private void rejectEmpty() {
        List<BadRowException> rows = List.copyOf(empty);
        empty.clear();
        rows.forEach(row -> reject(row.line(), row.problem(), row.advice()));
    }

    /**
     * Lists a row as bad, or ends the reading with it.
     *
     * @param advice what to do, unless the row is left out
     */
    void reject(long line, String problem, String advice) {
        BadRow row = new BadRow(source, line, problem);
        if (!skipBadRows) {
            throw new InputException(row.message() + ": " + advice + ", or give --skip-bad-rows");
        }
        if (badRows.isEmpty()) {
            firstAdvice = advice;
        }
        badRows.add(row);
    }

    /**
     * Refuses a file without a single row to use.
     *
     * @param good how many there were
     */
    void requireSome(long good) {
        if (good > 0) {
            return;
        }
        if (badRows.isEmpty()) {
            throw new InputException(source + ": expected at least one row, found none: give a file with rows");
        }
        throw new InputException("%s: expected at least one good row, found %d bad ones, the first: %s: %s"
                .formatted(source, badRows.size(), badRows.get(0).message(), firstAdvice));
    }

    /** The bad rows so far, in the order of the file. */
    List<BadRow> badRows() {
        return badRows.stream().sorted(Comparator.comparingLong(BadRow::line)).toList();
    }

    /** Keeps what a user should know of how the file is read, in one line without its name. */
    void note(String note) {
        notes.add(source + ": " + note);
    }

    /** What a user should know of how the file is read, each in one line. */
    List<String> notes() {
        return Stream.concat(rows.notes().stream(), notes.stream()).toList();
    }

    String source() {
        return source;
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException e) {
            throw new UncheckedIOException(source + ": cannot be closed", e);
        }
    }
}
