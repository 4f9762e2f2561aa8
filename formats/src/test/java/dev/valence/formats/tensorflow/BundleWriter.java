package dev.valence.formats.tensorflow;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Writes a checkpoint in TensorFlow's second format as its documents describe it: one block of names, one file of data. */
final class BundleWriter {
    private static final long MAGIC = 0xdb4775248b80fb57L;

    /** What a message holds. */
    @FunctionalInterface
    interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private final Map<String, byte[]> entries = new TreeMap<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    BundleWriter() throws IOException {
        entries.put("", message(out -> out.writeInt32(1, 1)));
    }

    void put(String name, float[] values, int... shape) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        int offset = data.size();
        data.writeBytes(bytes.array());
        entries.put(name, message(out -> {
            out.writeEnum(1, 1);
            out.writeByteArray(2, message(shapes -> {
                for (int extent : shape) {
                    shapes.writeByteArray(2, message(dimension -> dimension.writeInt64(1, extent)));
                }
            }));
            out.writeInt64(4, offset);
            out.writeInt64(5, bytes.capacity());
            out.writeFixed32(6, masked(bytes.array()));
        }));
    }

    /** Says that a tensor is where another is. */
    void putAgain(String name, String other) {
        entries.put(name, entries.get(other));
    }

    void putEntry(String name, byte[] message) {
        entries.put(name, message);
    }

    /** Writes PREFIX.index and its data, and returns the former. */
    Path write(Path folder) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        int size = writeBlock(file, entries);
        int indexStart = file.size();
        byte[] handle = message(out -> {
            out.writeUInt32NoTag(0);
            out.writeUInt32NoTag(size);
        });
        int indexSize = writeBlock(file, Map.of("z", handle));
        byte[] handles = message(out -> {
            out.writeUInt32NoTag(0);
            out.writeUInt32NoTag(0);
            out.writeUInt32NoTag(indexStart);
            out.writeUInt32NoTag(indexSize);
        });
        ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        footer.put(handles).putLong(40, MAGIC);
        file.writeBytes(footer.array());
        Files.write(folder.resolve("model.ckpt.data-00000-of-00001"), data.toByteArray());
        return Files.write(folder.resolve("model.ckpt.index"), file.toByteArray());
    }

    private static int writeBlock(ByteArrayOutputStream file, Map<String, byte[]> entries) throws IOException {
        byte[] block = message(out -> {
            byte[] former = {};
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                byte[] key = entry.getKey().getBytes(StandardCharsets.UTF_8);
                int shared = 0;
                while (shared < Math.min(key.length, former.length) && key[shared] == former[shared]) {
                    shared++;
                }
                out.writeUInt32NoTag(shared);
                out.writeUInt32NoTag(key.length - shared);
                out.writeUInt32NoTag(entry.getValue().length);
                out.write(key, shared, key.length - shared);
                out.write(entry.getValue(), 0, entry.getValue().length);
                former = key;
            }
            out.writeFixed32NoTag(0); // the only restart
            out.writeFixed32NoTag(1);
        });
        byte[] typed = Arrays.copyOf(block, block.length + 1);
        file.writeBytes(typed);
        file.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(masked(typed))
                .array());
        return block.length;
    }

    private static int masked(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    }

    static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.writeTo(out);
        out.flush();
        return bytes.toByteArray();
    }
}
