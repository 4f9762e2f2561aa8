package dev.valence.internal.checkpoint;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * CRC-32C, rotated and shifted so that the checksum of data holding checksums stays sound: what LevelDB's tables and
 * TensorFlow's files use (<a href="https://github.com/google/leveldb/blob/main/util/crc32c.h">LevelDB</a>).
 */
public final class MaskedChecksum {
    private static final int MASK_DELTA = 0xa282ead8;

    private MaskedChecksum() {}

    /** The checksum of what remains in a buffer, which is then read to its end. */
    public static int of(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return mask(crc);
    }

    /** The checksum of a part of an array. */
    public static int of(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return mask(crc);
    }

    private static int mask(CRC32C crc) {
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }
}
