package dev.valence.tokenizers;

import dev.valence.internal.tokenize.TokenizerLibrary;
import java.nio.file.Path;

/** The library of Hugging Face tokenizers, which is loaded with the first tokenizer. Thread-safe. */
public final class NativeTokenizers implements TokenizerLibrary {
    @Override
    public Encoder open(Path file, byte[] json, int maximumLength, boolean truncatesLeft) {
        return new NativeEncoder(file, json, maximumLength, truncatesLeft);
    }
}
