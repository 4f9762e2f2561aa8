package dev.valence.formats.pickle;

import java.nio.ByteBuffer;

/** Bytes, left in the file as they are or, as protocol 2 has them, as UTF-8 of the characters 0 to 255. */
final class PickleBytes implements PickleValue.Leaf {
    private final ByteBuffer stored;
    private final int length;

    /** Bytes as they are. */
    PickleBytes(ByteBuffer stored) {
        this(stored, stored.limit());
    }

    /**
     * @param stored what is in the file
     * @param length how many bytes it stands for; fewer than are stored where they are UTF-8
     */
    PickleBytes(ByteBuffer stored, int length) {
        this.stored = stored;
        this.length = length;
    }

    int length() {
        return length;
    }

    /** The bytes, as a view or decoded. */
    ByteBuffer bytes() {
        return length == stored.limit() ? stored.duplicate() : decoded();
    }

    private ByteBuffer decoded() {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        for (int i = 0; i < stored.limit(); i++) {
            int lead = stored.get(i) & 0xff;
            bytes.put((byte) (lead < 0x80 ? lead : (lead & 0x03) << 6 | (stored.get(++i) & 0x3f)));
        }
        return bytes.flip();
    }

    @Override
    public String describe() {
        return length + " bytes";
    }
}
