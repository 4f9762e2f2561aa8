package dev.valence.internal.tokenize;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * A tokenizer that can be checked by eye: tokens are the words of a list, {@code [CLS]} 0, {@code [SEP]} 1 and {@code
 * [MASK]} 2 before them, words not in the list are left out. It counts what it encodes.
 */
public class WordTokenizer implements Tokenizer {
    private static final List<String> SPECIAL = List.of("[CLS]", "[SEP]", "[MASK]");

    private final List<String> vocabulary;
    private final AtomicInteger encoded = new AtomicInteger();

    /** @param words the ordinary tokens, from id 3 on */
    public WordTokenizer(String... words) {
        vocabulary = IntStream.range(0, SPECIAL.size() + words.length)
                .mapToObj(i -> i < SPECIAL.size() ? SPECIAL.get(i) : words[i - SPECIAL.size()])
                .toList();
    }

    /** Texts encoded so far. */
    public int encoded() {
        return encoded.get();
    }

    @Override
    public Encoding encode(String text) {
        encoded.incrementAndGet();
        int[] inner = Arrays.stream(text.split(" ", -1))
                .mapToInt(vocabulary::indexOf)
                .filter(id -> id >= SPECIAL.size())
                .toArray();
        int[] ids = new int[inner.length + 2];
        System.arraycopy(inner, 0, ids, 1, inner.length);
        ids[ids.length - 1] = 1;
        BitSet special = new BitSet();
        special.set(0);
        special.set(ids.length - 1);
        return new Encoding(ids, special, false);
    }

    @Override
    public OffsetEncoding encodeWithOffsets(String text) {
        throw new UnsupportedOperationException("words do not know their places");
    }

    @Override
    public int maximumLength() {
        return Integer.MAX_VALUE;
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public OptionalInt id(String token) {
        int id = vocabulary.indexOf(token);
        return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public boolean contains(int id) {
        return id >= 0 && id < vocabulary.size();
    }

    @Override
    public String token(int id) {
        return vocabulary.get(id);
    }

    @Override
    public String contentHash() {
        return String.join(" ", vocabulary);
    }
}
