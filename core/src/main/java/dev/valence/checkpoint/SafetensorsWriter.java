package dev.valence.checkpoint;

import dev.valence.compute.NamedTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes safetensors files of F32 tensors; {@link SafetensorsFile} reads them and says what the format is. */
public final class SafetensorsWriter {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int ALIGNMENT = 8;
    private static final JsonFactory JSON = new JsonFactory();

    private SafetensorsWriter() {}

    /**
     * Writes tensors in the order given, and forces them to the disk before it returns. An existing file is replaced, not
     * atomically: see {@link DirectoryCommit}.
     *
     * @param metadata notes for {@code __metadata__}; may be empty
     * @throws IllegalArgumentException if two tensors have the same name, or one has the name {@code __metadata__}
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, List<NamedTensor> tensors, Map<String, String> metadata) {
        requireDistinctNames(tensors);
        byte[] header = header(tensors, metadata);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(header.length);
            drain(buffer, channel);
            writeFully(ByteBuffer.wrap(header), channel);
            for (NamedTensor tensor : tensors) {
                writeFloats(tensor, buffer, channel);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void requireDistinctNames(List<NamedTensor> tensors) {
        Set<String> names = new HashSet<>();
        names.add(SafetensorsHeader.METADATA_KEY);
        for (NamedTensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("tensor names must differ from each other and from "
                        + SafetensorsHeader.METADATA_KEY + ", found '" + tensor.name() + "' again");
            }
        }
    }

    private static byte[] header(List<NamedTensor> tensors, Map<String, String> metadata) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectPropertyStart(SafetensorsHeader.METADATA_KEY);
                metadata.forEach(json::writeStringProperty);
                json.writeEndObject();
            }
            long begin = 0;
            for (NamedTensor tensor : tensors) {
                long end = begin + (long) tensor.size() * Float.BYTES;
                writeEntry(json, tensor, begin, end);
                begin = end;
            }
            json.writeEndObject();
        }
        // The data starts on a multiple of 8 bytes, so that readers may map it.
        bytes.writeBytes(" ".repeat(-bytes.size() & ALIGNMENT - 1).getBytes(StandardCharsets.US_ASCII));
        if (bytes.size() > SafetensorsHeader.MAX_BYTES) {
            throw new IllegalArgumentException("names, shapes and metadata must take at most "
                    + SafetensorsHeader.MAX_BYTES + " bytes, found " + bytes.size());
        }
        return bytes.toByteArray();
    }

    private static void writeEntry(JsonGenerator json, NamedTensor tensor, long begin, long end) {
        int[] shape = tensor.shape();
        json.writeObjectPropertyStart(tensor.name());
        json.writeStringProperty("dtype", ElementType.F32.name());
        json.writeName("shape").writeArray(shape, 0, shape.length);
        json.writeName("data_offsets").writeArray(new long[] {begin, end}, 0, 2);
        json.writeEndObject();
    }

    private static void writeFloats(NamedTensor tensor, ByteBuffer buffer, FileChannel channel) throws IOException {
        int end = tensor.offset() + tensor.size();
        for (int next = tensor.offset(); next < end; ) {
            FloatBuffer floats = buffer.clear().asFloatBuffer();
            int count = Math.min(floats.remaining(), end - next);
            floats.put(tensor.values(), next, count);
            buffer.position(count * Float.BYTES);
            drain(buffer, channel);
            next += count;
        }
    }

    private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
        writeFully(buffer.flip(), channel);
        buffer.clear();
    }

    private static void writeFully(ByteBuffer buffer, FileChannel channel) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
