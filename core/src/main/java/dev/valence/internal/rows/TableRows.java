package dev.valence.internal.rows;

import dev.valence.InputException;
import dev.valence.data.BadRow;
import dev.valence.data.ReadOptions;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a table, its columns found once from its first row. */
final class TableRows implements RowSource<Row> {
    private final RowSource<Fields> fields;
    private final String source;
    private final LabelUse use;
    private final Columns columns;
    private @Nullable Fields firstExample; // the first row of a table without header, until it is asked for

    /**
     * @param fields closed with this source
     * @param source its name in messages
     * @throws InputException if there is no first row, or it lacks the columns asked for
     */
    TableRows(RowSource<Fields> fields, String source, ReadOptions options, LabelUse use) throws IOException {
        this.fields = fields;
        this.source = source;
        this.use = use;
        Fields first;
        try {
            first = fields.next();
        } catch (BadRowException e) {
            throw new InputException(new BadRow(source, e.line(), e.problem()).message() + ": " + e.advice(), e);
        }
        if (first == null) {
            throw new InputException(
                    source + ": expected a header and at least one row, found an empty file: give a file with rows");
        }
        this.columns = Columns.of(source, first, options, use);
        this.firstExample = columns.header() ? null : first;
    }

    @Override
    public @Nullable Row next() throws IOException, BadRowException {
        Fields row = firstExample == null ? fields.next() : firstExample;
        firstExample = null;
        if (row == null) {
            return null;
        }
        List<String> cells = row.values();
        if (cells.stream().allMatch(RowReader::isBlank)) {
            throw BadRowException.ofEmpty(row.line(), "expected a text, found an empty line");
        }
        if (columns.header() ? cells.size() != columns.count() : cells.size() < columns.count()) {
            throw new BadRowException(row.line(), miscounted(cells));
        }
        String label = columns.labelled() ? cells.get(columns.label()).strip() : null;
        return new Row(row.line(), cells.get(columns.text()), label);
    }

    private String miscounted(List<String> cells) {
        return columns.header()
                ? "expected %d columns as in the header, found %d in it".formatted(columns.count(), cells.size())
                : "expected at least %d columns, found %d in it".formatted(columns.count(), cells.size());
    }

    @Override
    public List<String> notes() {
        if (columns.header()) {
            return List.of();
        }
        return List.of(source
                + (use == LabelUse.IGNORED
                        ? ": the first row is read as a text, because the column is given by number; where it is a"
                                + " header, give the column's name"
                        : ": the first row is read as an example, because both columns are given by number; where it"
                                + " is a header, give names of it"));
    }

    @Override
    public boolean ready() throws IOException {
        return firstExample != null || fields.ready();
    }

    @Override
    public void close() throws IOException {
        fields.close();
    }
}
