package dev.valence.internal.tokenize;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The file of a {@link TokenCache}, little-endian: magic "VTOK", format version, key (32 bytes), number of truncated
 * texts, B, T, then {@code offsets[B + 1]}, {@code ids[T]}, all int32, and the CRC-32C of everything before it.
 */
final class TokenCacheFile {
    private static final int MAGIC = 0x4B4F5456; // "VTOK" as it lies in the file
    private static final int VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int HEADER_BYTES = 5 * Integer.BYTES + KEY_BYTES;
    private static final int BUFFER_BYTES = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C checksum = new CRC32C();

    private TokenCacheFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Reads a file.
     *
     * @return nothing where there is no file, or one that is damaged or of other texts
     */
    static Optional<Tokenization> read(Path file, byte[] key, int texts) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new TokenCacheFile(channel).read(key, texts);
        }
    }

    /** Writes a file and forces it to the disk. */
    static void write(Path file, byte[] key, Tokenization tokenization) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            new TokenCacheFile(channel).write(key, tokenization);
            channel.force(true);
        }
    }

    private Optional<Tokenization> read(byte[] key, int texts) throws IOException {
        long size = channel.size();
        if (size < HEADER_BYTES + Integer.BYTES) {
            return Optional.empty();
        }
        fill(HEADER_BYTES);
        boolean ours = buffer.getInt() == MAGIC && buffer.getInt() == VERSION;
        byte[] foundKey = new byte[KEY_BYTES];
        buffer.get(foundKey);
        int truncated = buffer.getInt();
        int foundTexts = buffer.getInt();
        int tokens = buffer.getInt();
        boolean complete = foundTexts == texts && tokens >= 0 && size == size(texts, tokens);
        if (!ours || !complete || !Arrays.equals(foundKey, key)) {
            return Optional.empty();
        }
        int[] offsets = readInts(texts + 1);
        int[] ids = readInts(tokens);
        int computed = (int) checksum.getValue();
        fill(Integer.BYTES);
        return buffer.getInt() == computed
                ? Optional.of(new Tokenization(new TokenBatch(ids, offsets), truncated))
                : Optional.empty();
    }

    private static long size(int texts, int tokens) {
        return HEADER_BYTES + Integer.BYTES * (texts + 1L + tokens + 1L);
    }

    private int[] readInts(int count) throws IOException {
        int[] values = new int[count];
        int next = 0;
        while (next < count) {
            int part = Math.min(count - next, BUFFER_BYTES / Integer.BYTES);
            fill(part * Integer.BYTES);
            buffer.asIntBuffer().get(values, next, part);
            next += part;
        }
        return values;
    }

    /** Brings the next bytes of the file into the buffer, and into the checksum. */
    private void fill(int bytes) throws IOException {
        buffer.clear().limit(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("the file was cut while it was read");
            }
        }
        checksum.update(buffer.flip());
        buffer.rewind();
    }

    private void write(byte[] key, Tokenization tokenization) throws IOException {
        TokenBatch batch = tokenization.batch();
        buffer.clear().putInt(MAGIC).putInt(VERSION).put(key);
        buffer.putInt(tokenization.truncated()).putInt(batch.texts()).putInt(batch.tokens());
        drain();
        writeInts(batch.offsets());
        writeInts(batch.ids());
        buffer.clear().putInt((int) checksum.getValue());
        drain();
    }

    private void writeInts(int[] values) throws IOException {
        int next = 0;
        while (next < values.length) {
            IntBuffer ints = buffer.clear().asIntBuffer();
            int part = Math.min(values.length - next, ints.remaining());
            ints.put(values, next, part);
            buffer.position(part * Integer.BYTES);
            drain();
            next += part;
        }
    }

    /** Sends the buffer to the file, and into the checksum. */
    private void drain() throws IOException {
        checksum.update(buffer.flip());
        buffer.rewind();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
