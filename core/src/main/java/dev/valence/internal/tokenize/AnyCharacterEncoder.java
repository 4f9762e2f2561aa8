package dev.valence.internal.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A {@link Pipeline} run in Java on every text, where no library is there. Characters that are not among {@link
 * FamiliarCharacters} are what Java's own tables of Unicode say, by themselves each; unpaired surrogates count as {@code ?}.
 */
final class AnyCharacterEncoder implements TokenizerLibrary.Encoder {
    private final int specialTokens;
    private final PipelineEncoder encoder;

    AnyCharacterEncoder(Pipeline pipeline, int maximumLength, boolean truncatesLeft) {
        this.specialTokens = pipeline.specialTokens();
        this.encoder = PipelineEncoder.ofAnyCharacter(pipeline, maximumLength, truncatesLeft);
    }

    @Override
    public int specialTokens() {
        return specialTokens;
    }

    @Override
    public Encoding encode(String text) {
        return Objects.requireNonNull(encoder.encode(wellFormed(text)));
    }

    @Override
    public OffsetEncoding encodeWithOffsets(String text) {
        return Objects.requireNonNull(encoder.encodeWithOffsets(wellFormed(text)));
    }

    /** As long as the text, so that offsets stay. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {}
}
