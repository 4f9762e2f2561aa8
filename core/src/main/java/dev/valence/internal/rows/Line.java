package dev.valence.internal.rows;

/** One line of a file as bytes, without its end. Immutable. */
public final class Line {
    private final long number;
    private final byte[] bytes;

    /**
     * @param number counted from 1
     * @param bytes shared, not copied
     */
    Line(long number, byte[] bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    long number() {
        return number;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** The line as text. */
    public String text() throws BadRowException {
        return StrictUtf8.decode(bytes, number);
    }
}
