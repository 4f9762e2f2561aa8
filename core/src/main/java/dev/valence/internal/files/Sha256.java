package dev.valence.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over bytes that are given piece by piece. Belongs to one thread. */
public final class Sha256 {
    private static final int BUFFER_BYTES = 1 << 16;

    private final MessageDigest digest;

    /** Of nothing yet. */
    public Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Goes on with bytes. */
    public Sha256 add(byte... bytes) {
        digest.update(bytes);
        return this;
    }

    /** Goes on with a text in UTF-8. */
    public Sha256 add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Goes on with integers, the highest byte first. */
    public Sha256 add(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, (long) values.length * Integer.BYTES));
        for (int value : values) {
            if (!buffer.hasRemaining()) {
                digest.update(buffer.flip());
                buffer.clear();
            }
            buffer.putInt(value);
        }
        digest.update(buffer.flip());
        return this;
    }

    /** Goes on with a stream up to its end. */
    public Sha256 add(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return this;
    }

    /** The sum, 32 bytes; the next piece begins a new one. */
    public byte[] bytes() {
        return digest.digest();
    }

    /** The sum, 64 hexadecimal digits in lower case; the next piece begins a new one. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }
}
