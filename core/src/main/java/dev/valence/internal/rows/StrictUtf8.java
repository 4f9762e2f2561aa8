package dev.valence.internal.rows;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes UTF-8 without ever putting a replacement character where the bytes are wrong. */
final class StrictUtf8 {
    private StrictUtf8() {}

    /**
     * @param bytes one row
     * @param line where the row starts, for the message
     * @throws BadRowException if the bytes are not UTF-8
     */
    static String decode(byte[] bytes, long line) throws BadRowException {
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
                    line,
                    "expected UTF-8, found byte 0x%02X at position %d of the row".formatted(bytes[at], at + 1),
                    "convert the file to UTF-8");
        }
        return out.flip().toString();
    }

    /** Whether text can be written as UTF-8, that is, holds no half of a surrogate pair. */
    static boolean canEncode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
