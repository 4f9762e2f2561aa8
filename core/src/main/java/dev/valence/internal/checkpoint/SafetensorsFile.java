package dev.valence.internal.checkpoint;

import dev.valence.InputException;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.files.UnreadableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A safetensors file opened for reading, all of its structure checked before the first number is used: 8 bytes of header
 * length, a JSON header, then the tensors' bytes, little-endian, without gaps (specification: the README of
 * huggingface/safetensors). Tensors are mapped and read one by one into arrays of the caller's, so nothing is allocated
 * for what a file claims, and no byte is copied twice. May be shared between threads.
 */
public final class SafetensorsFile implements AutoCloseable {
    private static final int LENGTH_BYTES = 8;
    /** Bytes mapped at a time; a multiple of every element's bytes. */
    private static final int WINDOW_BYTES = 1 << 30;

    private final Path file;
    private final FileChannel channel;
    private final long dataStart;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw SafetensorsHeader.violation(file, "at least " + LENGTH_BYTES + " bytes", size + " bytes");
        }
        long headerBytes = readFully(0, LENGTH_BYTES).getLong();
        if (headerBytes < 0 || headerBytes > SafetensorsHeader.MAX_BYTES) {
            String required = "a header of at most " + SafetensorsHeader.MAX_BYTES + " bytes";
            throw SafetensorsHeader.violation(file, required, Long.toUnsignedString(headerBytes));
        }
        if (headerBytes > size - LENGTH_BYTES) {
            String required = "a header of " + headerBytes + " bytes, as its length says";
            throw SafetensorsHeader.violation(file, required, (size - LENGTH_BYTES) + " bytes");
        }
        this.dataStart = LENGTH_BYTES + headerBytes;
        byte[] json = readFully(LENGTH_BYTES, (int) headerBytes).array();
        this.header = SafetensorsHeader.parse(file, json, size - dataStart);
    }

    /**
     * Opens a file and checks it.
     *
     * @throws InputException if it cannot be read or departs from the specification
     */
    public static SafetensorsFile open(Path file) {
        try {
            return open(file, FileChannel.open(file, StandardOpenOption.READ));
        } catch (IOException e) {
            throw UnreadableFile.because(file, "a safetensors file", e);
        }
    }

    private static SafetensorsFile open(Path file, FileChannel channel) throws IOException {
        try {
            return new SafetensorsFile(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Names of the tensors, in the order of the header. */
    public Set<String> names() {
        return header.entries().keySet();
    }

    /** Whether there is a tensor of that name. */
    public boolean contains(String name) {
        return header.entries().containsKey(name);
    }

    /**
     * Extents of a tensor, outermost first; none for a scalar.
     *
     * @throws InputException if there is no tensor of that name
     */
    public int[] shape(String name) {
        return entry(name).shape().stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Element type of a tensor.
     *
     * @throws InputException if there is no tensor of that name
     */
    public ElementType type(String name) {
        return entry(name).type();
    }

    /** What the writer noted in {@code __metadata__}; empty where it noted nothing. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * Reads a tensor of F32, F16 or BF16 as floats, exactly.
     *
     * @param destination receives the elements, row-major
     * @param offset where the first one goes
     * @throws InputException if there is no tensor of that name, it is of another type, or the file cannot be read
     * @throws IllegalArgumentException if the elements do not fit into {@code destination}
     */
    public void read(String name, float[] destination, int offset) {
        SafetensorsHeader.Entry entry = entry(name);
        if (offset < 0 || entry.elements() > destination.length - offset) {
            throw new IllegalArgumentException(name + ": " + entry.elements() + " elements from " + offset
                    + " do not fit into an array of " + destination.length);
        }
        try {
            readFloats(name, entry, destination, offset);
        } catch (IOException e) {
            throw UnreadableFile.because(file, "the tensor '" + name + "'", e);
        }
    }

    /**
     * Reads the tensor of the same name into {@code tensor}.
     *
     * @throws InputException as {@link #read(String, float[], int)}, and if the shapes differ
     */
    public void read(NamedTensor tensor) {
        int[] found = shape(tensor.name());
        if (!Arrays.equals(found, tensor.shape())) {
            throw new InputException(file + ": required shape " + Arrays.toString(tensor.shape()) + " for '"
                    + tensor.name() + "', found " + Arrays.toString(found) + "; use the configuration saved with it");
        }
        read(tensor.name(), tensor.values(), tensor.offset());
    }

    /**
     * A tensor as it is to be written elsewhere.
     *
     * @param type for floats: they are rounded to it; null for the bytes as they are
     */
    OutgoingTensor outgoing(String name, @Nullable ElementType type) {
        SafetensorsHeader.Entry entry = entry(name);
        if (type == null || type == entry.type() || !entry.type().isFloat()) {
            long bytes = entry.end() - entry.begin();
            return new OutgoingTensor(
                    name, entry.type(), entry.shape(), bytes, (channel, buffer) -> copy(entry, channel));
        }
        if (entry.elements() > Integer.MAX_VALUE) {
            throw new InputException(file + ": required at most " + Integer.MAX_VALUE + " numbers in '" + name
                    + "' to write them as another type, found " + entry.elements() + "; leave the type as it is");
        }
        return new OutgoingTensor(name, type, entry.shape(), entry.elements() * type.bytes(), (channel, buffer) -> {
            NamedTensor tensor = new NamedTensor(name, new float[(int) entry.elements()], 0, shape(name));
            read(tensor);
            requireRange(tensor, type);
            OutgoingTensor.of(tensor, type).elements().writeTo(channel, buffer);
        });
    }

    private void requireRange(NamedTensor tensor, ElementType type) {
        for (float value : tensor.values()) {
            if (Float.isFinite(value) && !Float.isFinite(type.rounded(value))) {
                throw new InputException(file + ": required numbers in '" + tensor.name() + "' that " + type
                        + " can hold, found " + value + "; choose a type of a wider range, as BF16");
            }
        }
    }

    private void copy(SafetensorsHeader.Entry entry, FileChannel target) throws IOException {
        long next = entry.begin();
        while (next < entry.end()) {
            long copied = channel.transferTo(dataStart + next, entry.end() - next, target);
            if (copied == 0) {
                throw cutMeanwhile();
            }
            next += copied;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file, e);
        }
    }

    private SafetensorsHeader.Entry entry(String name) {
        SafetensorsHeader.Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new InputException(file + ": required a tensor '" + name + "', found none of that name among "
                    + names().size() + "; check that the file belongs to this kind of model");
        }
        return entry;
    }

    private void readFloats(String name, SafetensorsHeader.Entry entry, float[] destination, int offset)
            throws IOException {
        ElementType type = entry.type();
        if (!type.isFloat()) {
            throw new InputException(file + ": required F32, F16 or BF16 for '" + name + "', found " + type
                    + "; save the model in one of these");
        }
        if (channel.size() < dataStart + entry.end()) {
            throw cutMeanwhile(); // mapping past the end would end the process, or fail with other words
        }
        int next = offset;
        for (long begin = entry.begin(); begin < entry.end(); begin += WINDOW_BYTES) {
            int bytes = (int) Math.min(entry.end() - begin, WINDOW_BYTES);
            ByteBuffer window = channel.map(FileChannel.MapMode.READ_ONLY, dataStart + begin, bytes);
            int count = bytes / type.bytes();
            try {
                type.toFloats(window.order(ByteOrder.LITTLE_ENDIAN), destination, next, count);
            } catch (InternalError e) { // what the JVM makes of a mapped page that is gone
                throw cutMeanwhile();
            }
            next += count;
        }
    }

    private ByteBuffer readFully(long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fill(buffer, position);
        return buffer;
    }

    private InputException cutMeanwhile() {
        return SafetensorsHeader.violation(file, "the bytes it was opened with", "its end; it was cut meanwhile");
    }

    /** Fills the buffer up to its limit from that position of the file, and rewinds it. */
    private void fill(ByteBuffer buffer, long position) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw cutMeanwhile();
            }
        }
        buffer.flip();
    }

    @Override
    public String toString() {
        return "SafetensorsFile[" + Objects.toString(file) + ", " + names().size() + " tensors]";
    }
}
