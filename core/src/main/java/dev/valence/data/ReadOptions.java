package dev.valence.data;

import org.jspecify.annotations.Nullable;

/**
 * Options of reading files. Columns are named after the header or, in files without one, numbered from 1; JSON Lines
 * know only names. Names match in any case, unless two differ in nothing else. If no column is given, the text is in
 * {@code sentence} or {@code text}, and the class in {@code label}. Where all columns are given by numbers the first
 * row is an example, unless one of its cells is {@code sentence}, {@code text} or {@code label}.
 *
 * @param format how rows are written, null to go by the ending of the file's name
 * @param textColumn name or number of the column with the text, null for the default names
 * @param labelColumn name or number of the column with the class, null for the default name
 * @param skipBadRows whether bad rows are listed instead of ending the reading
 * @param labelsByIndex whether labels of data for a trained model are indices of its classes, from 0; where this is not set,
 *     they are taken for such only where nothing else can be meant
 */
public record ReadOptions(
        @Nullable FileFormat format,
        @Nullable String textColumn,
        @Nullable String labelColumn,
        boolean skipBadRows,
        boolean labelsByIndex) {
    /** Returns the defaults: formats by file name, default columns, an exception for the first bad row. */
    public static ReadOptions defaults() {
        return new ReadOptions(null, null, null, false, false);
    }

    /** The same with this format. */
    public ReadOptions withFormat(FileFormat newFormat) {
        return new ReadOptions(newFormat, textColumn, labelColumn, skipBadRows, labelsByIndex);
    }

    /** The same with the text in this column. */
    public ReadOptions withTextColumn(String newTextColumn) {
        return new ReadOptions(format, newTextColumn, labelColumn, skipBadRows, labelsByIndex);
    }

    /** The same with the class in this column. */
    public ReadOptions withLabelColumn(String newLabelColumn) {
        return new ReadOptions(format, textColumn, newLabelColumn, skipBadRows, labelsByIndex);
    }

    /** The same, with bad rows listed or not. */
    public ReadOptions withSkipBadRows(boolean newSkipBadRows) {
        return new ReadOptions(format, textColumn, labelColumn, newSkipBadRows, labelsByIndex);
    }

    /** The same, with labels that are indices of a model's classes or not. */
    public ReadOptions withLabelsByIndex(boolean newLabelsByIndex) {
        return new ReadOptions(format, textColumn, labelColumn, skipBadRows, newLabelsByIndex);
    }
}
