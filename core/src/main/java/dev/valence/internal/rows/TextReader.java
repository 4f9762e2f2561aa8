package dev.valence.internal.rows;

import dev.valence.InputException;
import dev.valence.data.BadRow;
import dev.valence.data.FileFormat;
import dev.valence.data.ReadOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts a few at a time, for prediction and pre-training: from a column of a table or a key of JSON Lines where
 * the file's name ends in {@code .tsv}, {@code .csv} or {@code .jsonl}, otherwise one a line. Labels are not looked
 * at, and a blank line or cell is an empty text. For one thread.
 */
public final class TextReader implements AutoCloseable {
    private final RowReader rows;
    private long read;
    private @Nullable RuntimeException failure; // behind the texts that were returned last

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
     * Reads on. Texts before a row that cannot be read are returned first; the next call throws.
     *
     * @param atMost how many texts, at least 1
     * @return the next texts, none only at the end
     * @throws InputException if a row is bad and bad rows are not skipped, or the file ends without a single text
     */
    public List<TextRow> read(int atMost) {
        return read(atMost, true);
    }

    /**
     * The same, but waits for the first text only: returns what is there where a pipe or a terminal pauses.
     *
     * @param atMost how many texts, at least 1
     */
    public List<TextRow> readReady(int atMost) {
        return read(atMost, false);
    }

    private List<TextRow> read(int atMost, boolean wait) {
        if (atMost < 1) {
            throw new IllegalArgumentException("expected to read at least one text, found " + atMost);
        }
        if (failure != null) {
            throw failure;
        }
        List<TextRow> texts = new ArrayList<>();
        try {
            while (texts.size() < atMost) {
                Row row = wait || texts.isEmpty() ? rows.next() : rows.nextReady();
                if (row == null) {
                    rows.requireSome(read);
                    return texts;
                }
                texts.add(new TextRow(row.line(), row.text()));
                read++;
            }
        } catch (InputException | UncheckedIOException e) {
            if (texts.isEmpty()) {
                throw e;
            }
            failure = e;
        }
        return texts;
    }

    /** The rows left out so far. */
    public List<BadRow> badRows() {
        return rows.badRows();
    }

    /** What a user should know of how the texts are read, each in one line. */
    public List<String> notes() {
        return rows.notes();
    }

    @Override
    public void close() {
        rows.close();
    }
}
