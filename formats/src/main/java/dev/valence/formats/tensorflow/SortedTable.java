package dev.valence.formats.tensorflow;

import dev.valence.InputException;
import dev.valence.internal.checkpoint.MaskedChecksum;
import dev.valence.internal.files.UnreadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table of sorted strings in LevelDB's format (<a
 * href="https://github.com/google/leveldb/blob/main/doc/table_format.md">format</a>): blocks of keys that share
 * prefixes, each with a checksum, and an index of blocks that the last 48 bytes point to.
 */
final class SortedTable {
    private static final int MOST_BYTES = 64_000_000;
    private static final int MOST_ENTRIES = 100_000;
    private static final int LONGEST_KEY = 4_096;
    private static final int FOOTER_BYTES = 48;
    private static final int TRAILER_BYTES = 5; // the kind of compression and a checksum
    private static final long MAGIC = 0xdb4775248b80fb57L;

    private final Path file;
    private final byte[] bytes;

    private SortedTable(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * Reads all entries, in the order of the file.
     *
     * @throws InputException if the file cannot be read, is no such table, is compressed, or a checksum is wrong
     */
    static Map<String, byte[]> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            SortedTable table = new SortedTable(file, bytes);
            if (bytes.length > MOST_BYTES || bytes.length < FOOTER_BYTES) {
                throw table.violation("between 48 and " + MOST_BYTES + " bytes", "others");
            }
            return table.entries();
        } catch (IOException e) {
            throw UnreadableFile.because(file, "the index of a TensorFlow checkpoint", e);
        }
    }

    private Map<String, byte[]> entries() {
        ByteBuffer footer = ByteBuffer.wrap(bytes, bytes.length - FOOTER_BYTES, FOOTER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        if (footer.getLong(bytes.length - Long.BYTES) != MAGIC) {
            throw violation("its magic number at the end", "another");
        }
        readHandle(footer); // of the block of metadata, which TensorFlow leaves empty
        Map<String, byte[]> index = block(readHandle(footer));
        Map<String, byte[]> entries = new LinkedHashMap<>();
        long read = 0;
        for (byte[] content : index.values()) {
            Handle handle = readHandle(ByteBuffer.wrap(content));
            entries.putAll(block(handle));
            read += handle.size();
            if (entries.size() > MOST_ENTRIES || read > bytes.length) { // or one block is listed again and again
                throw violation("at most " + MOST_ENTRIES + " entries, each once", "more");
            }
        }
        return entries;
    }

    /** A place in the file. */
    private record Handle(long offset, long size) {}

    private Handle readHandle(ByteBuffer in) {
        return new Handle(readVarint(in), readVarint(in));
    }

    private Map<String, byte[]> block(Handle handle) {
        if (handle.offset() < 0
                || handle.size() < Integer.BYTES
                || handle.offset() > bytes.length
                || handle.size() > bytes.length - handle.offset() - TRAILER_BYTES) {
            throw violation("a block within the file", handle.toString());
        }
        int start = (int) handle.offset();
        int size = (int) handle.size();
        ByteBuffer trailer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (trailer.get(start + size) != 0) {
            throw violation("blocks without compression", "compressed ones");
        }
        if (trailer.getInt(start + size + 1) != MaskedChecksum.of(bytes, start, size + 1)) {
            throw violation("the checksum of a block", "another");
        }
        int restarts = trailer.getInt(start + size - Integer.BYTES);
        long end = start + size - Integer.BYTES - (long) restarts * Integer.BYTES;
        if (restarts < 0 || end < start) {
            throw violation("restarts within a block", restarts + " of them");
        }
        return entries(ByteBuffer.wrap(bytes, start, (int) end - start));
    }

    private Map<String, byte[]> entries(ByteBuffer in) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        byte[] key = {};
        while (in.hasRemaining()) {
            long shared = readVarint(in);
            long own = readVarint(in);
            long value = readVarint(in);
            if (shared < 0
                    || shared > key.length
                    || own < 0
                    || own > LONGEST_KEY - shared
                    || value < 0
                    || own > in.remaining()
                    || value > in.remaining() - own) {
                throw violation("keys and values within a block", "longer ones");
            }
            byte[] next = Arrays.copyOf(key, (int) (shared + own));
            in.get(next, (int) shared, (int) own);
            byte[] content = new byte[(int) value];
            in.get(content);
            if (entries.put(new String(next, StandardCharsets.UTF_8), content) != null
                    || entries.size() > MOST_ENTRIES) {
                throw violation("each key once", "one again, or too many");
            }
            key = next;
        }
        return entries;
    }

    private long readVarint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE && in.hasRemaining(); shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw violation("numbers of variable length", "one without an end");
    }

    private InputException violation(String required, String found) {
        return new InputException(file + ": required the index of a TensorFlow checkpoint with " + required + ", found "
                + found + "; fetch the checkpoint again");
    }
}
