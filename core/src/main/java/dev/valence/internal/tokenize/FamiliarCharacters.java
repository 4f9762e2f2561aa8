package dev.valence.internal.tokenize;

import dev.valence.internal.Resource;
import java.util.BitSet;

/**
 * The code points of which Java, from 17 on, and Hugging Face tokenizers are known to treat alike in every pipeline: letters,
 * marks, punctuation and so on of Unicode 13. Not among them are private use, unassigned code points and later additions; what
 * the library has in older tables; and the few spacing marks that canonical order moves about. FamiliarCharactersTest asks the
 * library about each.
 */
final class FamiliarCharacters {
    private static final String FILE = "familiar-characters.txt";
    private static final int HEXADECIMAL = 16;
    private static final BitSet FAMILIAR = read();

    private FamiliarCharacters() {}

    static boolean contains(int codePoint) {
        return FAMILIAR.get(codePoint);
    }

    /** Ranges of hexadecimal numbers, both ends included. */
    private static BitSet read() {
        BitSet familiar = new BitSet();
        Resource.text(FamiliarCharacters.class, FILE).lines().forEach(range -> {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(range, 0, dash < 0 ? range.length() : dash, HEXADECIMAL);
            int last = dash < 0 ? first : Integer.parseInt(range, dash + 1, range.length(), HEXADECIMAL);
            familiar.set(first, last + 1);
        });
        return familiar;
    }
}
