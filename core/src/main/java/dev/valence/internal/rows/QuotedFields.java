package dev.valence.internal.rows;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cells with the quoting of <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>; a line break within quotes
 * is read as LF. Rows are cut out here, so that each is decoded and parsed alone, and a row with wrong quotes spoils no
 * other: reading goes on with the line behind the one the bad row starts on.
 */
final class QuotedFields implements RowSource<Fields> {
    /** Behind unclosed quotes lines are read again; a file of nothing else would take a time that grows with its square. */
    private static final long MOST_READ_AGAIN = 4L * LineReader.LONGEST;

    private final LineReader lines;
    private final byte separator;
    private final CsvReader.CsvReaderBuilder parser;
    private final Deque<Line> pushedBack = new ArrayDeque<>();
    private long readAgain; // bytes

    /**
     * @param lines closed with this source
     * @param separator an ASCII character
     */
    QuotedFields(LineReader lines, char separator) {
        this.lines = lines;
        this.separator = (byte) separator;
        this.parser = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    }

    @Override
    public @Nullable Fields next() throws IOException, BadRowException {
        Line first = nextLine();
        if (first == null) {
            return null;
        }
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        row.writeBytes(first.bytes());
        List<Line> rest = new ArrayList<>();
        boolean quoted = endsQuoted(first.bytes(), false);
        while (quoted) {
            Line line = nextLine();
            if (line == null || row.size() + line.bytes().length >= LineReader.LONGEST) {
                pushBack(line == null ? List.of() : List.of(line));
                pushBack(rest);
                throw new BadRowException(first.number(), "expected a quote that closes the cell, found none");
            }
            row.write('\n');
            row.writeBytes(line.bytes());
            rest.add(line);
            quoted = endsQuoted(line.bytes(), true);
        }
        String text = new Line(first.number(), row.toByteArray()).text();
        try {
            return new Fields(first.number(), parse(text, first.number()));
        } catch (CsvParseException e) {
            pushBack(rest);
            throw new BadRowException(
                    first.number(), "expected quotes around whole cells, found characters behind a closing quote");
        }
    }

    /** Whether a quoted cell is still open where the line ends, given whether one was where it starts. */
    private boolean endsQuoted(byte[] line, boolean startsQuoted) {
        boolean quoted = startsQuoted;
        boolean mayQuote = !startsQuoted; // at the start of a cell, or just behind a quote that may turn out doubled
        for (byte b : line) {
            if (quoted) {
                quoted = b != '"';
                mayQuote = true;
            } else if (b == '"' && mayQuote) {
                quoted = true;
            } else {
                mayQuote = b == separator;
            }
        }
        return quoted;
    }

    private List<String> parse(String row, long line) throws BadRowException {
        if (row.isEmpty()) {
            return List.of("");
        }
        Iterator<CsvRecord> records = parser.ofCsvRecord(row).iterator();
        List<String> cells = records.next().getFields();
        if (records.hasNext()) {
            throw new BadRowException(line, "expected lines that end in LF or CRLF, found a CR alone");
        }
        return cells;
    }

    private @Nullable Line nextLine() throws IOException {
        return pushedBack.isEmpty() ? lines.next() : pushedBack.removeFirst();
    }

    private void pushBack(List<Line> read) {
        if (readAgain > MOST_READ_AGAIN) {
            throw lines.violation(
                    "expected quotes that are closed, found too many that are not: give a file quoted as RFC 4180 has it");
        }
        for (int i = read.size() - 1; i >= 0; i--) {
            pushedBack.addFirst(read.get(i));
            readAgain += read.get(i).bytes().length + 1L;
        }
    }

    @Override
    public boolean ready() throws IOException {
        return !pushedBack.isEmpty() || lines.ready();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
