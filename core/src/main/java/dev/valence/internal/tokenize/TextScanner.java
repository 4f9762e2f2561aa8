package dev.valence.internal.tokenize;

import java.util.Arrays;

/**
 * Goes through one text after another, cuts it into normalized words and looks up their tokens. Its arrays grow with
 * the longest text and are used again, so a text allocates nothing. Belongs to one thread.
 */
final class TextScanner {
    private static final int NO_RUN = -1;

    private final CharacterTable characters;
    private final int[] latin; // entries of the first code points
    private final AddedTokens addedTokens;
    private final WordEncoder model;
    private final WordCache words;

    private char[] text = new char[256];
    private int length;

    private char[] word = new char[256];
    private int[] sources = new int[256]; // of each char of the word, where in the text it comes from
    private int wordLength;
    private int hash;
    private int run = NO_RUN; // what kind of characters the word has

    private int[] ids = new int[64];
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int skipped; // tokens before those to be told
    private int tokens; // skipped ones included
    private int room;
    private boolean truncated;

    TextScanner(CharacterTable characters, AddedTokens addedTokens, WordEncoder model, WordCache words) {
        this.characters = characters;
        this.latin = characters.firstPage();
        this.addedTokens = addedTokens;
        this.model = model;
        this.words = words;
    }

    /**
     * Goes through a text, as far as there is room.
     *
     * @param most number of tokens to stop at
     * @return whether all characters passed are familiar; the tokens are worth nothing if not
     */
    boolean scan(String next, int most) {
        length = next.length();
        if (text.length < length) {
            text = new char[length];
        }
        next.getChars(0, length, text, 0);
        tokens = 0;
        skipped = 0;
        wordLength = 0;
        hash = 0;
        run = NO_RUN;
        room = most;
        truncated = false;
        return scan();
    }

    /** Forgets tokens but the last ones. */
    void keepLast(int most) {
        if (tokens > most) {
            skipped = tokens - most;
            truncated = true;
        }
    }

    /** Number of tokens found. */
    int tokens() {
        return tokens - skipped;
    }

    /** Whether there were more tokens than room. */
    boolean truncated() {
        return truncated;
    }

    void copyIds(int[] destination, int from) {
        System.arraycopy(ids, skipped, destination, from, tokens());
    }

    void copyOffsets(int[] startsDestination, int[] endsDestination, int from) {
        System.arraycopy(starts, skipped, startsDestination, from, tokens());
        System.arraycopy(ends, skipped, endsDestination, from, tokens());
    }

    private boolean scan() {
        int at = 0;
        while (at < length && !truncated) {
            int entry = entry(text[at]);
            int kind = entry & CharacterTable.KIND_OR_ADDED;
            if (kind == CharacterTable.WORD || kind == CharacterTable.SYMBOL) {
                at = extendWord(kind, at);
            } else if (kind == CharacterTable.SPACE) {
                endWord();
                at++;
            } else {
                int next = pass(at);
                if (next == at) {
                    return false;
                }
                at = next;
            }
        }
        endWord();
        return true;
    }

    private int entry(char character) {
        return character < latin.length ? latin[character] : characters.entry(character);
    }

    /** Adds characters to the word as long as they are of one kind; the way of nearly all characters. */
    private int extendWord(int kind, int from) {
        beginOrContinue(kind);
        ensureWordCapacity(wordLength + length - from);
        int entry = entry(text[from]);
        int at = from;
        int end = wordLength;
        int newHash = hash;
        do {
            char character = (char) CharacterTable.character(entry);
            word[end] = character;
            sources[end++] = at++;
            newHash = 31 * newHash + character;
            entry = at < length ? entry(text[at]) : CharacterTable.SPACE;
        } while ((entry & CharacterTable.KIND_OR_ADDED) == kind);
        wordLength = end;
        hash = newHash;
        return at;
    }

    /** Passes an added token, or a code point of whatever kind; stays where it is before an unfamiliar one. */
    private int pass(int at) {
        int entry = entry(text[at]);
        int codePoint = text[at];
        if (CharacterTable.kind(entry) == CharacterTable.HIGH_SURROGATE) {
            codePoint = Character.codePointAt(text, at, length);
            if (Character.isBmpCodePoint(codePoint)) {
                return at; // an unpaired surrogate
            }
            entry = characters.entry(codePoint);
        }
        if (CharacterTable.mayBeginAddedToken(entry)) {
            int token = addedTokens.find(text, length, at);
            if (token != AddedTokens.NONE) {
                endWord();
                int end = at + addedTokens.length(token);
                add(addedTokens.id(token), at, end);
                return end;
            }
        }
        int kind = CharacterTable.kind(entry);
        if (kind == CharacterTable.UNFAMILIAR) {
            return at;
        }
        if (kind == CharacterTable.SEVERAL) {
            String normalized = characters.normalized(codePoint);
            normalized.codePoints().forEach(each -> place(characters.kindOfNormalized(each), each, at));
        } else {
            place(kind, CharacterTable.character(entry), at);
        }
        return at + Character.charCount(codePoint);
    }

    private void place(int kind, int codePoint, int source) {
        switch (kind) {
            case CharacterTable.WORD, CharacterTable.SYMBOL -> {
                beginOrContinue(kind);
                append(codePoint, source);
            }
            case CharacterTable.ALONE -> {
                endWord();
                append(codePoint, source);
                endWord();
            }
            case CharacterTable.SPACE -> endWord();
            case CharacterTable.GONE -> {}
            default -> throw new IllegalArgumentException("a character has no kind " + kind);
        }
    }

    private void append(int codePoint, int source) {
        ensureWordCapacity(wordLength + 2);
        int end = wordLength + Character.toChars(codePoint, word, wordLength);
        for (; wordLength < end; wordLength++) {
            sources[wordLength] = source;
            hash = 31 * hash + word[wordLength];
        }
    }

    private void ensureWordCapacity(int capacity) {
        if (word.length < capacity) {
            word = Arrays.copyOf(word, 2 * capacity);
            sources = Arrays.copyOf(sources, word.length);
        }
    }

    private void beginOrContinue(int kind) {
        if (run != kind) {
            endWord();
            run = kind;
        }
    }

    /** Looks up the tokens of the word, if there is one. */
    private void endWord() {
        run = NO_RUN;
        if (wordLength == 0) {
            return;
        }
        WordCache.Word found = words.get(hash, word, wordLength, model);
        int start = 0;
        for (int token = 0; token < found.tokens(); token++) {
            int end = found.end(token);
            add(found.id(token), sources[start], sourceEnd(end - 1));
            start = end;
        }
        wordLength = 0;
        hash = 0;
    }

    private int sourceEnd(int inWord) {
        int source = sources[inWord];
        return source + (Character.isHighSurrogate(text[source]) ? 2 : 1);
    }

    private void add(int id, int start, int end) {
        if (tokens == room) {
            truncated = true;
            return;
        }
        if (tokens == ids.length) {
            ids = Arrays.copyOf(ids, 2 * tokens);
            starts = Arrays.copyOf(starts, 2 * tokens);
            ends = Arrays.copyOf(ends, 2 * tokens);
        }
        ids[tokens] = id;
        starts[tokens] = start;
        ends[tokens++] = end;
    }
}
