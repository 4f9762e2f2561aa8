package dev.valence.internal.rows;

import dev.valence.InputException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into lines at LF or CRLF and drops a UTF-8 byte order mark. Holds one line in memory.
 * Belongs to one thread.
 */
public final class LineReader implements Closeable {
    /** A line or row longer than this many bytes is taken for something that is not text. */
    public static final int LONGEST = 1 << 24;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final String source;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream(256); // the line whose end is not read yet
    private long number; // of the line read last

    /**
     * @param in closed with this reader
     * @param source its name in messages
     */
    public LineReader(InputStream in, String source) {
        this.in = in;
        this.source = source;
    }

    /** The next line, null at the end; what follows the last line end is a line unless it is empty. */
    @Nullable
    public Line next() throws IOException {
        boolean ended = takeBuffered();
        while (!ended && fill()) {
            ended = takeBuffered();
        }
        if (!ended && begun.size() == 0) {
            return null;
        }
        number++;
        byte[] line = begun.toByteArray();
        begun.reset();
        return new Line(number, trim(line));
    }

    /** Whether a line with its end has been read or can be read without waiting. */
    boolean ready() throws IOException {
        while (!holdsLineEnd()) {
            takeBuffered();
            if (in.available() <= 0 || !fill()) {
                return false;
            }
        }
        return true;
    }

    private boolean holdsLineEnd() {
        for (int i = position; i < limit; i++) {
            if (buffer[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    /** Adds what is buffered to the line begun, up to its end; whether that was there. */
    private boolean takeBuffered() {
        int end = position;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        begun.write(buffer, position, end - position);
        requireShort(begun.size());
        boolean ended = end < limit;
        position = ended ? end + 1 : end;
        return ended;
    }

    /** The line without the CR of a CRLF and without the mark at the start of the file. */
    private byte[] trim(byte[] line) {
        int to = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
        boolean marked = number == 1
                && to >= BYTE_ORDER_MARK.length
                && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        int from = marked ? BYTE_ORDER_MARK.length : 0;
        return from == 0 && to == line.length ? line : Arrays.copyOfRange(line, from, to);
    }

    private void requireShort(int length) {
        if (length > LONGEST) {
            number++;
            throw violation(
                    "expected a line of at most %d bytes, found a longer one: give a text file".formatted(LONGEST));
        }
    }

    /** What is wrong with the file at the line that was read last. */
    InputException violation(String problem) {
        return new InputException("%s:%d: %s".formatted(source, number, problem));
    }

    /** Makes sure there is a byte at the position; false at the end of the stream. */
    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
