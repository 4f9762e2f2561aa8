package dev.valence.cli;

import dev.valence.internal.VisibleText;
import dev.valence.internal.report.DataTable;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns: the first to the left, the others to the right. Cells are made visible. */
final class Table {
    private final List<String[]> rows = new ArrayList<>();

    Table(String... header) {
        row((Object[]) header);
    }

    /** The same as on a page. */
    static Table of(DataTable data) {
        Table table = new Table(data.header().toArray(String[]::new));
        data.rows().forEach(row -> table.row(row.toArray()));
        return table;
    }

    Table row(Object... cells) {
        String[] texts = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            texts[i] = VisibleText.line(String.valueOf(cells[i]));
        }
        rows.add(texts);
        return this;
    }

    void print(Terminal terminal) {
        int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                widths[c] = Math.max(widths[c], row[c].length());
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            String line = line(rows.get(r), widths);
            if (r == 0) {
                terminal.heading(line);
            } else {
                terminal.printPlain(line);
            }
        }
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < row.length; c++) {
            String padding = " ".repeat(widths[c] - row[c].length());
            line.append(c == 0 ? "" : "  ").append(c == 0 ? row[c] + padding : padding + row[c]);
        }
        return line.toString().stripTrailing();
    }
}
