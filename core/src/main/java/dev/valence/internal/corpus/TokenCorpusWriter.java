package dev.valence.internal.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes the file of a {@link TokenCorpus} from front to back, little-endian: a header of {@link #HEADER_BYTES} bytes
 * (magic, version, key (32 bytes), number of documents, number of windows W, number of tokens T as int64, CRC-32C of the
 * tokens, CRC-32C of the index and of the header up to here), {@code ids[T]}, and the index {@code lengths[W]}, {@code
 * documents[W]}, all int32. The header is written last, so that a file that was not finished is never taken for one.
 */
final class TokenCorpusWriter implements Closeable {
    static final int MAGIC = 0x50524F43; // "CORP" as it lies in the file
    static final int VERSION = 1;
    static final int KEY_BYTES = 32;
    static final int HEADER_BYTES = 64;
    private static final int BUFFER_BYTES = 1 << 20;

    private final FileChannel channel;
    private final byte[] key;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private CRC32C checksum = new CRC32C();
    private int[] lengths = new int[1024];
    private int[] documents = new int[1024];
    private int windowCount;
    private int documentCount;
    private long tokenCount;

    TokenCorpusWriter(Path file, byte[] key) throws IOException {
        this.key = key.clone();
        channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        channel.position(HEADER_BYTES);
    }

    /** Appends the windows of a document. */
    void document(List<int[]> windows) throws IOException {
        for (int[] window : windows) {
            if (windowCount == lengths.length) {
                lengths = Arrays.copyOf(lengths, Math.multiplyExact(windowCount, 2));
                documents = Arrays.copyOf(documents, lengths.length);
            }
            lengths[windowCount] = window.length;
            documents[windowCount++] = documentCount;
            tokenCount += window.length;
            putInts(window, window.length);
        }
        documentCount++;
    }

    /** Writes what belongs behind and before the tokens, and forces all of it to the disk. */
    void finish() throws IOException {
        drain();
        int tokensChecksum = (int) checksum.getValue();
        checksum = new CRC32C();
        putInts(lengths, windowCount);
        putInts(documents, windowCount);
        drain();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(MAGIC).putInt(VERSION).put(key).putInt(documentCount).putInt(windowCount);
        header.putLong(tokenCount).putInt(tokensChecksum);
        checksum.update(header.array(), 0, header.position());
        header.putInt((int) checksum.getValue()).flip();
        channel.force(true);
        channel.write(header, 0);
        channel.force(true);
    }

    private void putInts(int[] values, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (buffer.remaining() < Integer.BYTES) {
                drain();
            }
            buffer.putInt(values[i]);
        }
    }

    private void drain() throws IOException {
        checksum.update(buffer.flip());
        buffer.rewind();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
