package dev.valence.internal.train;

import dev.valence.InputException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Appends to {@code metrics.jsonl}, one JSON object a line. A number JSON has no form for is written as null, and by name
 * in an object after all others: {@code {"step":7,"loss":null,"non_finite":{"loss":"NaN"}}}. Every line reaches the
 * operating system before the method returns, so a killed run loses none. Not to be shared between threads.
 */
public final class MetricsLog implements Closeable {
    private static final String NON_FINITE = "non_finite";
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final FileChannel channel;

    /**
     * Opens a log to append to, created where missing. What a crash left of a line at its end is cut off.
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
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, String> nonFinite = new LinkedHashMap<>();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            values.forEach((name, value) -> {
                json.writeName(name);
                if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
                    nonFinite.put(name, value.toString());
                    json.writeNull();
                } else {
                    writeValue(json, name, value);
                }
            });
            if (!nonFinite.isEmpty()) {
                json.writeObjectPropertyStart(NON_FINITE);
                nonFinite.forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
        return bytes.toByteArray();
    }

    private static void writeValue(JsonGenerator json, String name, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Number number) {
            json.writeNumber(number.toString());
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof String string) {
            json.writeString(string);
        } else {
            throw new IllegalArgumentException(
                    "required a number, a string, a boolean or null for " + name + ", found a " + value.getClass());
        }
    }
}
