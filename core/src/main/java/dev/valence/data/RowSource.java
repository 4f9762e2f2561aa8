package dev.valence.data;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Yields the rows of one file in order. A bad row throws, and the next call goes on behind it. */
interface RowSource extends Closeable {
    /** The next row, null at the end. */
    @Nullable
    Row next() throws IOException, BadRowException;
}
