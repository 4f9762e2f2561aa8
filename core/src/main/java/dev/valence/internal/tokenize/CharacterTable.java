package dev.valence.internal.tokenize;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The result of a normalizer and a pre-tokenizer for each code point: an entry of what it becomes and how that stands in words.
 * Each code point is normalized by itself. That is exact for familiar ones ({@link FamiliarCharacters}), because of their
 * decompositions only characters that do not change places with others are kept.
 *
 * <p>Filled page by page as texts need it, and safe for use by several threads.
 */
final class CharacterTable {
    /** Continues a word, or begins one. */
    static final int WORD = 0;
    /** Continues a run of symbols, or begins one. */
    static final int SYMBOL = 1;
    /** A word by itself. */
    static final int ALONE = 2;
    /** Between words. */
    static final int SPACE = 3;
    /** As if it were not there. */
    static final int GONE = 4;
    /** Becomes several code points, see {@link #normalized}. */
    static final int SEVERAL = 5;
    /** The first half of a surrogate pair, whose code point has an entry of its own. */
    static final int HIGH_SURROGATE = 6;
    /** Unknown what the library makes of it. */
    static final int UNFAMILIAR = 7;

    private static final int KINDS = 7;
    private static final int MAY_BEGIN_ADDED_TOKEN = 8;
    /** The bits of an entry that say kind, and whether an added token may begin. */
    static final int KIND_OR_ADDED = KINDS | MAY_BEGIN_ADDED_TOKEN;

    private static final int CHARACTER_SHIFT = 4;
    private static final int PAGE_BITS = 8;
    private static final int PAGE = 1 << PAGE_BITS;

    private final TextNormalization normalization;
    private final PreTokenizer preTokenizer;
    private final Set<Integer> firstOfAddedTokens;
    private final IntPredicate familiar;
    private final AtomicReferenceArray<int @Nullable []> pages =
            new AtomicReferenceArray<>((Character.MAX_CODE_POINT + 1) / PAGE);

    /**
     * @param firstOfAddedTokens code points that added tokens begin with
     * @param familiar which code points are not {@link #UNFAMILIAR}
     */
    CharacterTable(
            TextNormalization normalization,
            PreTokenizer preTokenizer,
            Set<Integer> firstOfAddedTokens,
            IntPredicate familiar) {
        this.normalization = normalization;
        this.preTokenizer = preTokenizer;
        this.firstOfAddedTokens = firstOfAddedTokens;
        this.familiar = familiar;
    }

    /** The page with the entries of code points 0 to 255. */
    int[] firstPage() {
        return page(0);
    }

    /** The entry of a code point, or of half a surrogate pair. */
    int entry(int codePoint) {
        return page(codePoint >>> PAGE_BITS)[codePoint & (PAGE - 1)];
    }

    static int kind(int entry) {
        return entry & KINDS;
    }

    static boolean mayBeginAddedToken(int entry) {
        return (entry & MAY_BEGIN_ADDED_TOKEN) != 0;
    }

    /** The one code point that it becomes: of {@link #WORD}, {@link #SYMBOL} and {@link #ALONE}. */
    static int character(int entry) {
        return entry >>> CHARACTER_SHIFT;
    }

    /** All that a code point becomes. */
    String normalized(int codePoint) {
        return normalization.normalize(codePoint);
    }

    /** How a code point that is normalized already stands in words. */
    int kindOfNormalized(int codePoint) {
        return preTokenizer.kind(codePoint);
    }

    private int[] page(int number) {
        int[] page = pages.getAcquire(number);
        if (page == null) {
            page = new int[PAGE];
            for (int i = 0; i < PAGE; i++) {
                page[i] = makeEntry((number << PAGE_BITS) + i);
            }
            pages.setRelease(number, page);
        }
        return page;
    }

    private int makeEntry(int codePoint) {
        int added = firstOfAddedTokens.contains(codePoint) ? MAY_BEGIN_ADDED_TOKEN : 0;
        if (Character.isBmpCodePoint(codePoint) && Character.isHighSurrogate((char) codePoint)) {
            return HIGH_SURROGATE;
        }
        if (!familiar.test(codePoint)) {
            return added | UNFAMILIAR;
        }
        String normalized = normalization.normalize(codePoint);
        if (normalized.isEmpty()) {
            return added | GONE;
        }
        boolean alone = normalized.length() > 1 && normalized.startsWith(" ");
        String inner = alone ? normalized.substring(1, normalized.length() - 1) : normalized;
        int character = inner.codePointAt(0);
        int length = Character.charCount(character);
        // In the scanner's tightest loop one char becomes one char.
        if (length < inner.length() || length > Character.charCount(codePoint)) {
            return added | SEVERAL;
        }
        int kind = alone ? ALONE : preTokenizer.kind(character);
        return character << CHARACTER_SHIFT | added | kind;
    }
}
