package dev.valence.tokenizers;

import dev.valence.internal.json.JsonFields;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The {@code precompiled_charsmap} of SentencePiece's normalizer: the length of a double-array trie in bytes, its units
 * of 32 bits, and the replacements, in UTF-8 with a zero behind each. The library follows it without looking whether it
 * stays inside, so that is made sure before. Layout of a unit: darts-clone, {@code include/darts.h}.
 */
final class CharacterMap {
    private static final int LABELS = 256;

    private final IntBuffer units;
    private final byte[] replacements;
    private int longest;

    private CharacterMap(IntBuffer units, byte[] replacements) {
        this.units = units;
        this.replacements = replacements;
    }

    /**
     * Follows all ways through a map.
     *
     * @param base64 how the file has it
     * @return the most characters that one can be replaced by, at least 1
     * @throws JsonFields.NotUnderstoodException if one of them leads outside
     */
    static int longestReplacement(@Nullable Object base64) {
        ByteBuffer bytes = ByteBuffer.wrap(decode(JsonFields.string(base64))).order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.remaining() < Integer.BYTES ? 0 : bytes.getInt();
        require(length > 0 && length % Integer.BYTES == 0 && length <= bytes.remaining());
        IntBuffer units = bytes.slice(bytes.position(), length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        byte[] replacements = new byte[bytes.remaining() - length];
        bytes.get(bytes.position() + length, replacements);
        requireUtf8(replacements);
        CharacterMap map = new CharacterMap(units, replacements);
        map.follow();
        return Math.max(1, map.longest);
    }

    /** The library's decoder is strict where Java's is not: padding may not be left out, nor hold bits. */
    private static byte[] decode(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new JsonFields.NotUnderstoodException("a character map that is not Base64");
        }
        JsonFields.require(
                Base64.getEncoder().encodeToString(bytes).equals(base64), "a character map that is not Base64");
        return bytes;
    }

    private void follow() {
        BitSet seen = new BitSet(units.limit());
        Deque<Integer> left = new ArrayDeque<>();
        visit(offset(units.get(0)), seen, left);
        while (!left.isEmpty()) {
            int node = left.remove();
            for (int label = 1; label < LABELS; label++) {
                int place = node ^ label;
                require(place < units.limit()); // looked at for any byte of a text
                int unit = units.get(place);
                if ((unit & 0x800000FF) == label) {
                    int child = place ^ offset(unit);
                    if ((unit & 0x100) != 0) {
                        require(child >= 0 && child < units.limit());
                        replacement(units.get(child) & 0x7FFFFFFF);
                    }
                    visit(child, seen, left);
                }
            }
        }
    }

    private void visit(int node, BitSet seen, Deque<Integer> left) {
        require(node >= 0 && node < units.limit());
        if (!seen.get(node)) {
            seen.set(node);
            left.add(node);
        }
    }

    private static int offset(int unit) {
        return (unit >>> 10) << ((unit & 0x200) >>> 6);
    }

    private void replacement(int start) {
        boolean inside = start < replacements.length && (replacements[start] & 0xC0) != 0x80;
        require(inside); // and at the beginning of a character
        int characters = 0;
        for (int i = start; i < replacements.length && replacements[i] != 0; i++) {
            characters += (replacements[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        longest = Math.max(longest, characters);
    }

    private static void requireUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new JsonFields.NotUnderstoodException("a character map that is not UTF-8");
        }
    }

    private static void require(boolean inside) {
        JsonFields.require(inside, "a character map that leads outside of itself");
    }
}
