package dev.valence.internal.tokenize;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Runs any {@code tokenizer.json} of Hugging Face tokenizers. Found by {@link ServiceLoader}. Thread-safe. */
public interface TokenizerLibrary {
    /** One tokenizer. Thread-safe. */
    interface Encoder extends AutoCloseable {
        /** Number of tokens around each text. */
        int specialTokens();

        /**
         * As {@link Tokenizer#encode}. Unpaired surrogates count as {@code ?}.
         *
         * @throws dev.valence.InputException if the tokenizer does not encode the text
         */
        Encoding encode(String text);

        /** As {@link Tokenizer#encodeWithOffsets}, see {@link #encode}. */
        OffsetEncoding encodeWithOffsets(String text);

        /** Gives back memory once no thread uses it. */
        @Override
        void close();
    }

    /**
     * Opens a tokenizer.
     *
     * @param file where it comes from, for messages
     * @param json the content of a {@code tokenizer.json}
     * @param maximumLength greatest number of tokens of one text, special tokens included
     * @param truncatesLeft whether long texts lose their beginning and not their end
     * @throws dev.valence.InputException if it cannot be loaded, or the library does not run on this system
     */
    Encoder open(Path file, byte[] json, int maximumLength, boolean truncatesLeft);

    /** The library on the class path, if there is one. */
    static Optional<TokenizerLibrary> find() {
        return ServiceLoader.load(TokenizerLibrary.class, TokenizerLibrary.class.getClassLoader())
                .findFirst();
    }
}
