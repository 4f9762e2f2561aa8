package dev.valence.internal.tokenize;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Words already taken apart: one place for each of many hashes, where the latest word stays. Bounded in memory, and shared
 * by all threads without locks: a word is never changed, and one that is overwritten is merely taken apart again.
 */
final class WordCache {
    private static final int PLACES = 1 << 16;
    private static final int LONGEST = 64;

    private final AtomicReferenceArray<@Nullable Word> words = new AtomicReferenceArray<>(PLACES);

    /** A word with its tokens. */
    static final class Word {
        private final int hash;
        private final char[] characters;
        private final int[] ids;
        private final int[] ends;

        private Word(int hash, char[] characters, Pieces pieces) {
            this.hash = hash;
            this.characters = characters;
            this.ids = pieces.ids();
            this.ends = pieces.ends();
        }

        int tokens() {
            return ids.length;
        }

        int id(int token) {
            return ids[token];
        }

        /** Index in the word of the character after a token. */
        int end(int token) {
            return ends[token];
        }

        private boolean is(int otherHash, char[] other, int length) {
            if (hash != otherHash || characters.length != length) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (characters[i] != other[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The word in the first characters of an array, taken apart by the model where it is not there. */
    Word get(int hash, char[] characters, int length, WordEncoder model) {
        int place = (hash * 0x9E3779B9) >>> -Integer.numberOfTrailingZeros(PLACES);
        Word found = words.getAcquire(place);
        if (found != null && found.is(hash, characters, length)) {
            return found;
        }
        Pieces pieces = new Pieces();
        model.encode(characters, length, pieces);
        Word made = new Word(hash, Arrays.copyOf(characters, length), pieces);
        if (length <= LONGEST) {
            words.setRelease(place, made);
        }
        return made;
    }
}
