package dev.valence.internal.tokenize;

import java.nio.file.Path;

/** Every text encoded by the library: the reference for what runs in Java. */
final class ReferenceTokenizer {
    private ReferenceTokenizer() {}

    /** Opens a file, whatever stands beside it. */
    static HuggingFaceTokenizer open(Path file, int maximumLength) {
        return new HuggingFaceTokenizer(file, HuggingFaceTokenizer.content(file), maximumLength, false, null);
    }
}
