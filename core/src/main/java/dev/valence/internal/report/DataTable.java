package dev.valence.internal.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of text: the first column names the rows, the others hold figures.
 *
 * @param header names of the columns
 * @param rows cells, as many as there are columns
 */
public record DataTable(List<String> header, List<List<String>> rows) {
    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if a row has another number of cells than the header
     */
    public DataTable {
        header = List.copyOf(header);
        List<List<String>> copies = new ArrayList<>();
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("required " + header.size() + " cells, found " + row);
            }
            copies.add(List.copyOf(row));
        }
        rows = List.copyOf(copies);
    }
}
