package dev.valence.internal.train;

import com.google.protobuf.CodedOutputStream;
import dev.valence.internal.checkpoint.MaskedChecksum;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * Writes scalars to a TensorBoard event file. A file is a sequence of records, each framed as a TFRecord: the length in 8
 * bytes, its checksum in 4, the message, its checksum in 4, all little-endian (tensorflow/core/lib/io/record_writer.h);
 * the messages are {@code tensorflow.Event} (tensorflow/core/util/event.proto). Every record reaches the operating system
 * before the method returns, so a killed run loses none. Not to be shared between threads.
 */
final class TensorBoardWriter implements Closeable {
    private static final String FILE_VERSION = "brain.Event:2";

    // Field numbers of Event, Summary and Summary.Value.
    private static final int EVENT_WALL_TIME = 1;
    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int EVENT_SESSION_LOG = 7;
    private static final int SESSION_LOG_STATUS = 1;
    private static final int SESSION_START = 1;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE = 2;

    private final Path file;
    private final OutputStream out;

    /**
     * Begins a new event file, {@code events.out.tfevents.SECONDS.valence}, with a number after it where that exists.
     *
     * @param directory where TensorBoard looks for this run; created where missing
     * @param start when the run started
     * @throws UncheckedIOException if the file cannot be written
     */
    public TensorBoardWriter(Path directory, Instant start) {
        String name = "events.out.tfevents." + start.getEpochSecond() + ".valence";
        try {
            Files.createDirectories(directory);
            file = createFile(directory, name);
            out = Files.newOutputStream(file, StandardOpenOption.WRITE);
            writeEvent(start, event -> event.writeString(EVENT_FILE_VERSION, FILE_VERSION));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + directory.resolve(name), e);
        }
    }

    /** Begins a new event file of a run that starts now; see {@link #TensorBoardWriter(Path, Instant)}. */
    public TensorBoardWriter(Path directory) {
        this(directory, Instant.now());
    }

    private static Path createFile(Path directory, String name) throws IOException {
        Path file = directory.resolve(name);
        for (int number = 2; Files.exists(file); number++) {
            file = directory.resolve(name + "." + number);
        }
        return Files.createFile(file);
    }

    /** The event file. */
    public Path file() {
        return file;
    }

    /**
     * Writes one point of a curve.
     *
     * @param tag name of the curve; slashes group curves
     * @param step training step, the abscissa
     * @param value the ordinate, kept as a float; may be NaN or infinite
     * @param wallTime when it was measured
     * @throws UncheckedIOException if that fails
     */
    public void scalar(String tag, long step, double value, Instant wallTime) {
        try {
            byte[] point = message(fields -> {
                fields.writeString(VALUE_TAG, tag);
                fields.writeFloat(VALUE_SIMPLE, (float) value);
            });
            writeEvent(wallTime, event -> {
                event.writeInt64(EVENT_STEP, step);
                event.writeByteArray(EVENT_SUMMARY, message(summary -> summary.writeByteArray(SUMMARY_VALUE, point)));
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Writes one point of a curve, measured now; see {@link #scalar(String, long, double, Instant)}. */
    public void scalar(String tag, long step, double value) {
        scalar(tag, step, value, Instant.now());
    }

    /**
     * Makes TensorBoard drop the points of earlier files from a step on, because a run resumes before it: a session log
     * with the status START (tensorboard/backend/event_processing/event_accumulator.py, {@code _Purge}).
     *
     * @param step the first step to forget
     * @throws UncheckedIOException if that fails
     */
    void forgetFrom(long step) {
        try {
            byte[] log = message(fields -> fields.writeEnum(SESSION_LOG_STATUS, SESSION_START));
            writeEvent(Instant.now(), event -> {
                event.writeInt64(EVENT_STEP, step);
                event.writeByteArray(EVENT_SESSION_LOG, log);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** Writes the fields of a message. */
    @FunctionalInterface
    private interface Fields {
        void writeTo(CodedOutputStream message) throws IOException;
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream message = CodedOutputStream.newInstance(bytes);
        fields.writeTo(message);
        message.flush();
        return bytes.toByteArray();
    }

    private void writeEvent(Instant wallTime, Fields fields) throws IOException {
        writeRecord(message(event -> {
            event.writeDouble(EVENT_WALL_TIME, wallTime.getEpochSecond() + wallTime.getNano() / 1e9);
            fields.writeTo(event);
        }));
    }

    /** Frames a message and hands it to the operating system in one piece. */
    private void writeRecord(byte[] message) throws IOException {
        ByteBuffer framed = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + message.length + Integer.BYTES);
        framed.order(ByteOrder.LITTLE_ENDIAN);
        framed.putLong(message.length);
        framed.putInt(MaskedChecksum.of(framed.array(), 0, Long.BYTES));
        framed.put(message);
        framed.putInt(MaskedChecksum.of(message, 0, message.length));
        out.write(framed.array());
    }
}
