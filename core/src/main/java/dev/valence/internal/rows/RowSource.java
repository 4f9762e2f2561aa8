package dev.valence.internal.rows;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Yields the rows of one file in order. A bad row throws, and the next call goes on behind it.
 *
 * @param <R> a row as its cells, or as text and label
 */
interface RowSource<R> extends Closeable {
    /** The next row, null at the end. */
    @Nullable
    R next() throws IOException, BadRowException;

    /** Whether the next row begins with a line that has been read or is there to be read without waiting. */
    boolean ready() throws IOException;

    /** What a user should know of how the file is read, each in one line. */
    default List<String> notes() {
        return List.of();
    }
}
