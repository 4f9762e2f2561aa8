package dev.valence.formats.pickle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of a pickle with a position. Every length is compared with the remaining bytes before it is used, and bytes
 * are taken as views, so a file's claims allocate nothing.
 */
final class PickleInput {
    private static final String END = "the end of the file";
    private static final int MAX_LINE = 1024;

    private final String source;
    private final ByteBuffer bytes;
    private int position;
    private int opcodeOffset;

    /** @param source what the bytes are, for messages */
    PickleInput(String source, ByteBuffer bytes) {
        this.source = source;
        this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Number of bytes in all. */
    int size() {
        return bytes.limit();
    }

    /** Reads the next opcode. */
    Opcode nextOpcode() {
        opcodeOffset = position;
        require(1);
        Opcode opcode = Opcode.of(bytes.get(position++));
        if (opcode == null) {
            throw violation("an opcode of pickle", "none that exists");
        }
        return opcode;
    }

    /** Offset of the current opcode. */
    int opcodeOffset() {
        return opcodeOffset;
    }

    int unsigned1() {
        require(1);
        return bytes.get(position++) & 0xff;
    }

    int unsigned2() {
        require(2);
        position += 2;
        return bytes.getShort(position - 2) & 0xffff;
    }

    int signed4() {
        require(4);
        position += 4;
        return bytes.getInt(position - 4);
    }

    long unsigned4() {
        return signed4() & 0xffffffffL;
    }

    /** Eight bytes as a number; a length of 2^63 or more becomes negative. */
    long signed8() {
        require(8);
        position += 8;
        return bytes.getLong(position - 8);
    }

    /** A float of eight bytes, which pickle writes big-endian. */
    double real8() {
        return Double.longBitsToDouble(Long.reverseBytes(signed8()));
    }

    /** A two's-complement integer of that many bytes. */
    long integer(long length) {
        if (length < 0 || length > Long.BYTES) {
            throw violation("an integer of at most 8 bytes", length + " bytes");
        }
        require(length);
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes.get(position++) & 0xffL) << (8 * i);
        }
        int unused = Long.SIZE - 8 * (int) length;
        return length == 0 ? 0 : value << unused >> unused;
    }

    /** The next bytes, as a view. */
    ByteBuffer take(long length) {
        require(length);
        ByteBuffer view = bytes.slice(position, (int) length);
        position += (int) length;
        return view;
    }

    /** The bytes up to the next line end, which is skipped, as a view. */
    ByteBuffer takeLine() {
        for (int end = position; end < bytes.limit() && end - position <= MAX_LINE; end++) {
            if (bytes.get(end) == '\n') {
                ByteBuffer view = take(end - position);
                position++;
                return view;
            }
        }
        throw violation("a line end within " + MAX_LINE + " bytes", "none");
    }

    /** Fails unless that many bytes remain. */
    void require(long length) {
        int remaining = bytes.limit() - position;
        if (length < 0 || length > remaining) {
            throw violation(Long.toUnsignedString(length) + " bytes", remaining + " that remain");
        }
    }

    /** Returns the exception for the current opcode. */
    PickleException violation(String required, String found) {
        return violationAt(opcodeOffset, required, found);
    }

    /** Returns the exception for an earlier opcode. */
    PickleException violationAt(int offset, String required, String found) {
        String opcode = offset < bytes.limit() ? Opcode.name(bytes.get(offset)) : END;
        return new PickleException(source, opcode, offset, required, found);
    }
}
