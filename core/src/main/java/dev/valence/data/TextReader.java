package dev.valence.data;

import dev.valence.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads texts a few at a time, for prediction and pre-training: from a column of a table or a key of JSON Lines where
 * the file's name ends in {@code .tsv}, {@code .csv} or {@code .jsonl}, otherwise one a line. Labels are not looked at.
 * For one thread.
 */
public final class TextReader implements AutoCloseable {
    private final RowReader rows;
    private long read;

    private TextReader(RowReader rows) {
        this.rows = rows;
    }

    /**
     * Opens a file.
     *
     * @throws InputException if there is no such file, or it has no column for the text
     */
    public static TextReader open(Path file, ReadOptions options) {
        FileFormat format = Optional.ofNullable(options.format())
                .or(() -> FileFormat.of(file))
                .orElse(FileFormat.LINES);
        return new TextReader(RowReader.open(file, format, options, LabelUse.IGNORED));
    }

    /**
     * Reads a stream, one text a line unless the options name a format.
     *
     * @param in closed with this reader
     * @param source its name in messages
     * @throws IOException if the first row cannot be read
     * @throws InputException if the first row has no column for the text
     */
    public static TextReader open(InputStream in, String source, ReadOptions options) throws IOException {
        FileFormat format = Optional.ofNullable(options.format()).orElse(FileFormat.LINES);
        return new TextReader(RowReader.open(in, source, format, options, LabelUse.IGNORED));
    }

    /**
     * Reads on.
     *
     * @param atMost how many texts, at least 1
     * @return the next texts, none only at the end
     * @throws InputException if a row is bad and bad rows are not skipped, or the file ends without a single text
     */
    public List<TextRow> read(int atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException("expected to read at least one text, found " + atMost);
        }
        List<TextRow> texts = new ArrayList<>();
        while (texts.size() < atMost) {
            Row row = rows.next();
            if (row == null) {
                rows.requireSome(read);
                return texts;
            }
            texts.add(new TextRow(row.line(), row.text()));
            read++;
        }
        return texts;
    }

    /** The rows left out so far. */
    public List<BadRow> badRows() {
        return rows.badRows();
    }

    @Override
    public void close() {
        rows.close();
    }
}
