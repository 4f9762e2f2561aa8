package dev.valence.internal.checkpoint;

import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.json.JsonValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes safetensors files; {@link SafetensorsFile} reads them and says what the format is. */
public final class SafetensorsWriter {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /**
     * Writes tensors as F32 in the order given, and forces them to the disk before it returns. An existing file is replaced, not
     * atomically: see {@link DirectoryCommit}.
     *
     * @param metadata notes for {@code __metadata__}; may be empty
     * @throws IllegalArgumentException if two tensors have the same name, or one has the name {@code __metadata__}
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, List<NamedTensor> tensors, Map<String, String> metadata) {
        writeTensors(
                file,
                tensors.stream()
                        .map(tensor -> OutgoingTensor.of(tensor, ElementType.F32))
                        .toList(),
                metadata);
    }

    /** The same with tensors of any type. */
    public static void writeTensors(Path file, List<OutgoingTensor> tensors, Map<String, String> metadata) {
        requireDistinctNames(tensors);
        byte[] header = header(tensors, metadata);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            OutgoingTensor.writeFully(buffer.putLong(header.length).flip(), channel);
            OutgoingTensor.writeFully(ByteBuffer.wrap(header), channel);
            for (OutgoingTensor tensor : tensors) {
                tensor.elements().writeTo(channel, buffer.clear());
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static void requireDistinctNames(List<OutgoingTensor> tensors) {
        Set<String> names = new HashSet<>();
        names.add(SafetensorsHeader.METADATA_KEY);
        for (OutgoingTensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("tensor names must differ from each other and from "
                        + SafetensorsHeader.METADATA_KEY + ", found '" + tensor.name() + "' again");
            }
        }
    }

    private static byte[] header(List<OutgoingTensor> tensors, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put(SafetensorsHeader.METADATA_KEY, metadata);
        }
        long begin = 0;
        for (OutgoingTensor tensor : tensors) {
            long end = begin + tensor.bytes();
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", tensor.type().name());
            entry.put("shape", tensor.shape());
            entry.put("data_offsets", List.of(begin, end));
            header.put(tensor.name(), entry);
            begin = end;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(JsonValues.print(header, JsonValues.Layout.LINE));
        // The data starts on a multiple of 8 bytes, so that readers may map it.
        bytes.writeBytes(" ".repeat(-bytes.size() & ALIGNMENT - 1).getBytes(StandardCharsets.US_ASCII));
        if (bytes.size() > SafetensorsHeader.MAX_BYTES) {
            throw new IllegalArgumentException("names, shapes and metadata must take at most "
                    + SafetensorsHeader.MAX_BYTES + " bytes, found " + bytes.size());
        }
        return bytes.toByteArray();
    }
}
