package dev.valence.internal.tokenize;

import java.nio.file.Path;

/** The native library alone. */
class ReferenceTokenizerTest implements EveryKindContract {
    @Override
    public Tokenizer open(Path file, int maximumLength) {
        return ReferenceTokenizer.open(file, maximumLength);
    }
}
