package dev.valence.internal.tokenize;

import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Pipeline} run in Java, many times as fast as the library and with the same outcome. It has none for texts with
 * characters that are not among {@link FamiliarCharacters}. Safe for use by several threads.
 */
final class PipelineEncoder {
    private static final int LONG_TEXT = 1 << 20; // whose arrays are not kept

    private final Pipeline pipeline;
    private final int maximumLength;
    private final boolean truncatesLeft;
    private final CharacterTable characters;
    private final WordCache words = new WordCache();
    private final ThreadLocal<TextScanner> scanners = ThreadLocal.withInitial(this::scanner);

    /**
     * @param maximumLength above {@link Pipeline#specialTokens()}
     * @param truncatesLeft whether long texts lose their beginning and not their end
     */
    PipelineEncoder(Pipeline pipeline, int maximumLength, boolean truncatesLeft) {
        this(pipeline, maximumLength, truncatesLeft, FamiliarCharacters::contains);
    }

    private PipelineEncoder(Pipeline pipeline, int maximumLength, boolean truncatesLeft, IntPredicate familiar) {
        this.pipeline = pipeline;
        this.maximumLength = maximumLength;
        this.truncatesLeft = truncatesLeft;
        this.characters = new CharacterTable(
                pipeline.normalization(),
                pipeline.preTokenizer(),
                pipeline.addedTokens().firstCharacters(),
                familiar);
    }

    /** One to which all characters are familiar; texts must have no unpaired surrogates. */
    static PipelineEncoder ofAnyCharacter(Pipeline pipeline, int maximumLength, boolean truncatesLeft) {
        return new PipelineEncoder(pipeline, maximumLength, truncatesLeft, codePoint -> true);
    }

    /** As {@link Tokenizer#encode}, or null if there is an unfamiliar character. */
    @Nullable
    Encoding encode(String text) {
        TextScanner scanner = scan(text);
        return scanner == null ? null : encoding(scanner);
    }

    /** As {@link Tokenizer#encodeWithOffsets}, or null if there is an unfamiliar character. */
    @Nullable
    OffsetEncoding encodeWithOffsets(String text) {
        TextScanner scanner = scan(text);
        if (scanner == null) {
            return null;
        }
        Encoding encoding = encoding(scanner);
        int[] starts = new int[encoding.length()];
        int[] ends = new int[encoding.length()];
        scanner.copyOffsets(starts, ends, pipeline.prefix().length);
        return new OffsetEncoding(encoding, starts, ends);
    }

    private TextScanner scanner() {
        return new TextScanner(characters, pipeline.addedTokens(), pipeline.model(), words);
    }

    private @Nullable TextScanner scan(String text) {
        TextScanner scanner = text.length() > LONG_TEXT ? scanner() : scanners.get();
        int room = maximumLength - pipeline.specialTokens();
        if (!scanner.scan(text, truncatesLeft ? Integer.MAX_VALUE : room)) {
            return null;
        }
        scanner.keepLast(room);
        return scanner;
    }

    private Encoding encoding(TextScanner scanner) {
        int[] prefix = pipeline.prefix();
        int[] suffix = pipeline.suffix();
        int end = prefix.length + scanner.tokens();
        int[] ids = new int[end + suffix.length];
        System.arraycopy(prefix, 0, ids, 0, prefix.length);
        scanner.copyIds(ids, prefix.length);
        System.arraycopy(suffix, 0, ids, end, suffix.length);
        BitSet special = new BitSet(ids.length);
        special.set(0, prefix.length);
        special.set(end, ids.length);
        return new Encoding(ids, special, scanner.truncated());
    }
}
