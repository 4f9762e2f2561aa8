package dev.valence.formats.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A string, left in the file as UTF-8 until it is needed: as a name, or as the bytes that protocol 2 hides in strings. */
final class PickleText implements PickleValue.Leaf {
    /** Bytes of a name, which Haiku makes of module names. */
    private static final int MAX_NAME = 1024;

    private final ByteBuffer utf8;
    private @Nullable String name;
    private @Nullable PickleBytes latin1;

    PickleText(ByteBuffer utf8) {
        this.utf8 = utf8;
    }

    /** Its characters, if it is short enough for a name. */
    String name(PickleInput input) {
        return name(input, input.opcodeOffset());
    }

    /** The same, with the offset of an error. */
    String name(PickleInput input, int offset) {
        if (name == null) {
            if (utf8.limit() > MAX_NAME) {
                throw input.violationAt(offset, "a name of at most " + MAX_NAME + " bytes", utf8.limit() + " bytes");
            }
            try {
                name = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(utf8.duplicate())
                        .toString();
            } catch (CharacterCodingException e) {
                throw input.violationAt(offset, "a name in UTF-8", "other bytes");
            }
        }
        return name;
    }

    /** One byte for each character, as {@code encode(text, 'latin1')} makes them. */
    PickleBytes latin1(PickleInput input) {
        if (latin1 == null) {
            int length = 0;
            for (int i = 0; i < utf8.limit(); i++) {
                int lead = utf8.get(i) & 0xff;
                if (lead >= 0x80) { // 0x80 to 0xff are two bytes, the first 0xc2 or 0xc3
                    i++;
                    if (lead >> 1 != 0xc2 >> 1 || i == utf8.limit() || (utf8.get(i) & 0xc0) != 0x80) {
                        throw input.violation("characters of Latin-1 in UTF-8", "others");
                    }
                }
                length++;
            }
            latin1 = new PickleBytes(utf8, length);
        }
        return latin1;
    }

    @Override
    public String describe() {
        return "a string of " + utf8.limit() + " bytes";
    }
}
