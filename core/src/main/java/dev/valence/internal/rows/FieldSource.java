package dev.valence.internal.rows;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Yields the rows of a table cell by cell. A bad row throws, and the next call goes on behind it. */
interface FieldSource extends Closeable {
    /** The next row, null at the end. */
    @Nullable
    Fields next() throws IOException, BadRowException;

    /** Whether the next row begins with a line that has been read or is there to be read without waiting. */
    boolean ready() throws IOException;
}
