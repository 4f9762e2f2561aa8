package dev.valence.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A table as Markdown has it; the first column is text, the others are numbers. */
public final class MarkdownTable {
    private final int columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param headings of the columns */
    public MarkdownTable(String... headings) {
        columns = headings.length;
        rows.add(List.of(headings));
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it is longer than the headings
     */
    public MarkdownTable row(List<String> cells) {
        if (cells.size() > columns) {
            throw new IllegalArgumentException("found " + cells.size() + " cells for " + columns + " columns");
        }
        List<String> filled = new ArrayList<>(cells);
        filled.addAll(Collections.nCopies(columns - cells.size(), ""));
        rows.add(filled);
        return this;
    }

    /** Adds a row. */
    public MarkdownTable row(String... cells) {
        return row(List.of(cells));
    }

    /** The table, with a line end after each row. */
    @Override
    public String toString() {
        String rule = "|---|" + "---:|".repeat(columns - 1) + "\n";
        return line(rows.get(0))
                + rule
                + rows.stream().skip(1).map(MarkdownTable::line).collect(Collectors.joining());
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
