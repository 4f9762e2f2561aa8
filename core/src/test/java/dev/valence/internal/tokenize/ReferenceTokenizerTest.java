package dev.valence.internal.tokenize;

import java.nio.file.Path;

/** The native library alone. */
class ReferenceTokenizerTest implements TokenizerContract {
    @Override
    public Tokenizer open(Path file, int maximumLength) {
        return HuggingFaceTokenizer.openReference(file, maximumLength);
    }
}
