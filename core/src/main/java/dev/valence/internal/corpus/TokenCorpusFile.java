package dev.valence.internal.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The file of a {@link TokenCorpus}, as {@link TokenCorpusWriter} wrote it: tokens mapped, lengths in memory. */
final class TokenCorpusFile {
    /** Bytes of one mapping: a mapping holds at most 2 GiB. */
    private static final long SEGMENT_BYTES = 1L << 30;

    private final String key;
    private final int documentCount;
    private final MappedByteBuffer[] segments;
    private final long[] starts; // [W + 1], index of each window's first token, and T at the end
    private final int[] documents; // [W]

    private TokenCorpusFile(
            String key, int documentCount, MappedByteBuffer[] segments, long[] starts, int[] documents) {
        this.key = key;
        this.documentCount = documentCount;
        this.segments = segments;
        this.starts = starts;
        this.documents = documents;
    }

    /**
     * Opens a file.
     *
     * @return nothing where there is no file, or one that is damaged or of another corpus
     */
    static Optional<TokenCorpusFile> open(Path file, byte[] key) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) < TokenCorpusWriter.HEADER_BYTES) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = channel.map(FileChannel.MapMode.READ_ONLY, 0, TokenCorpusWriter.HEADER_BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN);
            boolean ours = header.getInt() == TokenCorpusWriter.MAGIC && header.getInt() == TokenCorpusWriter.VERSION;
            byte[] foundKey = new byte[TokenCorpusWriter.KEY_BYTES];
            header.get(foundKey);
            int documentCount = header.getInt();
            int windows = header.getInt();
            long tokens = header.getLong();
            int tokensChecksum = header.getInt();
            int indexChecksum = header.getInt();
            long indexAt = TokenCorpusWriter.HEADER_BYTES + Integer.BYTES * tokens;
            boolean complete = windows >= 0
                    && tokens >= 0
                    && tokens < Long.MAX_VALUE / 8
                    && channel.size() == indexAt + 2L * Integer.BYTES * windows;
            if (!ours || !complete || !Arrays.equals(foundKey, key)) {
                return Optional.empty();
            }
            MappedByteBuffer[] segments = segments(channel, indexAt);
            MappedByteBuffer index = channel.map(FileChannel.MapMode.READ_ONLY, indexAt, 2L * Integer.BYTES * windows);
            ByteBuffer summed = header.slice(0, TokenCorpusWriter.HEADER_BYTES - Integer.BYTES);
            if (checksum(segments) != tokensChecksum || checksum(index, summed) != indexChecksum) {
                return Optional.empty();
            }
            index.order(ByteOrder.LITTLE_ENDIAN);
            long[] starts = new long[windows + 1];
            for (int w = 0; w < windows; w++) {
                starts[w + 1] = starts[w] + index.getInt();
            }
            int[] documents = new int[windows];
            index.asIntBuffer().get(documents);
            return Optional.of(
                    new TokenCorpusFile(HexFormat.of().formatHex(key), documentCount, segments, starts, documents));
        }
    }

    private static MappedByteBuffer[] segments(FileChannel channel, long end) throws IOException {
        long bytes = end - TokenCorpusWriter.HEADER_BYTES;
        MappedByteBuffer[] segments = new MappedByteBuffer[(int) ((bytes + SEGMENT_BYTES - 1) / SEGMENT_BYTES)];
        for (int i = 0; i < segments.length; i++) {
            long from = i * SEGMENT_BYTES;
            segments[i] = channel.map(
                    FileChannel.MapMode.READ_ONLY,
                    TokenCorpusWriter.HEADER_BYTES + from,
                    Math.min(SEGMENT_BYTES, bytes - from));
            segments[i].order(ByteOrder.LITTLE_ENDIAN);
        }
        return segments;
    }

    private static int checksum(ByteBuffer... parts) {
        CRC32C checksum = new CRC32C();
        for (ByteBuffer part : parts) {
            checksum.update(part.duplicate());
        }
        return (int) checksum.getValue();
    }

    String key() {
        return key;
    }

    int windows() {
        return documents.length;
    }

    int documents() {
        return documentCount;
    }

    int length(int window) {
        return (int) (starts[window + 1] - starts[window]);
    }

    /** Which document a window is from. */
    int document(int window) {
        return documents[window];
    }

    /** Token ids of a window, a copy. */
    int[] ids(int window) {
        int[] ids = new int[length(window)];
        for (int i = 0; i < ids.length; i++) {
            long at = Integer.BYTES * (starts[window] + i);
            ids[i] = segments[(int) (at / SEGMENT_BYTES)].getInt((int) (at % SEGMENT_BYTES));
        }
        return ids;
    }
}
