package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.internal.json.JsonValues;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Appends to {@code metrics.jsonl}, one JSON object a line. A number JSON has no form for is written as null, and by name
 * in an object after all others: {@code {"step":7,"loss":null,"non_finite":{"loss":"NaN"}}}. Every line reaches the
 * operating system before the method returns, so a killed run loses none. Not to be shared between threads.
 */
final class MetricsLog implements Closeable {
    private static final String NON_FINITE = "non_finite";

    private final Path file;
    private final FileChannel channel;

    /**
     * Opens a log to append to, created where missing. An incomplete line at its end, left by a crash, is cut off.
     *
     * @throws UncheckedIOException if that fails
     */
    public MetricsLog(Path file) {
        this.file = file;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.position(endOfLastLine(channel));
            channel.truncate(channel.position());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Appends one line.
     *
     * @param values numbers, strings, booleans or null by name, written in this order
     * @throws IllegalArgumentException if there are none, one is of another kind, or is named {@code non_finite}
     * @throws UncheckedIOException if writing fails
     */
    public void write(Map<String, ? extends @Nullable Object> values) {
        if (values.isEmpty() || values.containsKey(NON_FINITE)) {
            throw new IllegalArgumentException(
                    "required at least one value, none of them named " + NON_FINITE + ", found " + values.keySet());
        }
        ByteBuffer line = ByteBuffer.wrap(line(values));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Forces all lines to the disk, and returns how many bytes they take. */
    long force() {
        try {
            channel.force(true);
            return channel.position();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Cuts off what was written after a checkpoint.
     *
     * @param bytes what {@link #force} returned then
     * @throws InputException if there is less
     */
    void cutTo(long bytes) {
        try {
            if (channel.size() < bytes) {
                throw new InputException(file + ": required the " + bytes + " bytes it had at the checkpoint, found "
                        + channel.size() + "; restore the file");
            }
            channel.truncate(bytes);
            channel.position(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        long end = channel.size();
        while (end > 0) {
            channel.read(last.clear(), end - 1);
            if (last.get(0) == '\n') {
                return end;
            }
            end--;
        }
        return 0;
    }

    private static byte[] line(Map<String, ? extends @Nullable Object> values) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        Map<String, String> nonFinite = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value instanceof Iterable || value instanceof Map) {
                throw new IllegalArgumentException(
                        "required a number, a string, a boolean or null for " + name + ", found " + value);
            }
            boolean finite = !(value instanceof Number number) || Double.isFinite(number.doubleValue());
            line.put(name, finite ? value : null);
            if (!finite) {
                nonFinite.put(name, String.valueOf(value));
            }
        });
        if (!nonFinite.isEmpty()) {
            line.put(NON_FINITE, nonFinite);
        }
        return (JsonValues.line(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
