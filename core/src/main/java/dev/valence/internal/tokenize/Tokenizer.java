package dev.valence.internal.tokenize;

import java.util.OptionalInt;

/** Turns text into token ids and knows its vocabulary. Thread-safe. */
public interface Tokenizer extends AutoCloseable {
    /**
     * Encodes one text, special tokens included. What does not fit into {@link #maximumLength()} is cut off the end of
     * the text, or its beginning where the model asks for that; the special tokens stay.
     *
     * @param text any text, empty ones included
     */
    Encoding encode(String text);

    /**
     * As {@link #encode}, and tells where in the text each token comes from.
     *
     * @param text any text, empty ones included
     */
    OffsetEncoding encodeWithOffsets(String text);

    /** The greatest number of tokens of one text, special tokens included. */
    int maximumLength();

    /** Size of the vocabulary V: one more than the greatest id. */
    int vocabularySize();

    /** Id of a token as it is spelled in the vocabulary, empty where there is none. */
    OptionalInt id(String token);

    /** Whether a token has that id; vocabularies may leave some out. */
    boolean contains(int id);

    /**
     * Spelling of a token.
     *
     * @throws IllegalArgumentException if no token has that id
     */
    String token(int id);

    /** What tells tokenizers apart: the SHA-256 of what they do, 64 hexadecimal digits. */
    String contentHash();

    /** Id of a special token in any of its spellings, empty where the vocabulary has none of them. */
    default OptionalInt id(SpecialToken token) {
        return token.spellings().stream()
                .map(this::id)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    /**
     * Gives back native memory once no thread uses it; does nothing where there is none. What then needs it throws
     * {@link IllegalStateException}.
     */
    @Override
    default void close() {}
}
