package dev.valence.internal.rows;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * One line of a file as bytes, without its end; or a row of several.
 *
 * @param number counted from 1
 * @param bytes shared, not copied
 */
public record Line(long number, byte[] bytes) {
    /**
     * The line as text, never with a replacement character where the bytes are wrong.
     *
     * @throws BadRowException if the bytes are not UTF-8
     */
    public String text() throws BadRowException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        if (result.isError()) {
            int at = in.position();
            throw new BadRowException(
                    number,
                    "expected UTF-8, found byte 0x%02X at position %d of the row".formatted(bytes[at], at + 1),
                    "convert the file to UTF-8");
        }
        return out.flip().toString();
    }

    /** Whether a text can be written as UTF-8, that is, holds no half of a surrogate pair. */
    static boolean canHold(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
