package dev.valence.internal.tokenize;

import dev.valence.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Byte-pair encoding (Sennrich et al. 2016) learned as the {@code BpeTrainer} of Hugging Face tokenizers 0.23 learns it:
 * the most frequent pair of neighbouring tokens becomes a token, again and again; of equally frequent pairs the one with
 * the smaller ids goes first. Pairs are counted once and then kept up to date only where a merge touched a word.
 *
 * <p>Where a pair comes up again after its merge it is queued, and merged, apart for its old and its new words; which of the
 * two goes first is left to chance in the original, and to the order of the words here.
 */
public final class BytePairTrainer {
    /** Marks a token that continues a word. */
    static final String CONTINUATION = "##";

    /** Special tokens; the id of each is its index. */
    public static final List<String> SPECIAL_TOKENS = List.of("[PAD]", "[CLS]", "[SEP]", "[MASK]", "[UNK]");

    private final BytePairOptions options;
    private final List<String> tokens;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<SymbolSequence> words = new ArrayList<>();
    private final Map<Pair, PairCount> pairs = new HashMap<>();
    private final PriorityQueue<Candidate> candidates = new PriorityQueue<>(Candidate.ORDER);
    private final Set<Pair> merges = new LinkedHashSet<>();

    /** Ids of two neighbouring tokens. */
    record Pair(int left, int right) {
        // Spreads both ids over all bits: a record's own hash collides for neighbouring ids.
        @Override
        public int hashCode() {
            return (left * 0x9E3779B9 + right) * 0x85EBCA6B;
        }
    }

    /** How often a pair occurs, and the words where it came up since it was last queued. */
    private static final class PairCount {
        long count;
        List<SymbolSequence> newWords = new ArrayList<>();
    }

    /** A pair to merge in some words, with its count when it was queued. */
    private record Candidate(Pair pair, long count, List<SymbolSequence> words) {
        static final Comparator<Candidate> ORDER = Comparator.comparingLong(Candidate::count)
                .reversed()
                .thenComparingInt(candidate -> candidate.pair.left)
                .thenComparingInt(candidate -> candidate.pair.right);
    }

    private BytePairTrainer(WordCounts corpus, BytePairOptions options) {
        this.options = options;
        BytePairAlphabet alphabet = new BytePairAlphabet(corpus.counts(), options);
        this.tokens = alphabet.tokens();
        if (tokens.size() > options.vocabularySize()) {
            throw new InputException("the vocabulary size must be at least " + tokens.size()
                    + ", the special tokens and characters of the corpus, found " + options.vocabularySize()
                    + "; ask for more or limit the alphabet");
        }
        tokens.forEach(token -> ids.put(token, ids.size()));
        // Sorted, so that nothing depends on the order in which words were met.
        new TreeMap<>(corpus.counts()).forEach((word, count) -> {
            int[] symbols = alphabet.split(word).stream().mapToInt(ids::get).toArray();
            words.add(new SymbolSequence(symbols, count));
        });
    }

    /**
     * Learns a vocabulary. The outcome depends on the words and their counts alone.
     *
     * @return fewer tokens than asked for where no further pair is frequent enough
     * @throws InputException if the corpus has no words, or the vocabulary size does not hold its characters
     */
    public static BytePairModel train(WordCounts corpus, BytePairOptions options) {
        if (corpus.counts().isEmpty()) {
            throw new InputException("training a tokenizer requires text, found no words; check the corpus");
        }
        BytePairTrainer trainer = new BytePairTrainer(corpus, options);
        trainer.countPairs();
        trainer.merge();
        return trainer.model(corpus.lowerCase());
    }

    private void countPairs() {
        for (SymbolSequence word : words) {
            word.forEachPair(pair -> change(pair, word, 1));
        }
        pairs.forEach(this::enqueue);
    }

    private void merge() {
        while (tokens.size() < options.vocabularySize() && !candidates.isEmpty()) {
            Candidate best = candidates.remove();
            long count = count(best.pair);
            if (count != best.count) {
                candidates.add(new Candidate(best.pair, count, best.words)); // queued before other merges took from it
            } else if (count < options.minimumFrequency()) {
                return;
            } else {
                merge(best);
            }
        }
    }

    private void merge(Candidate best) {
        int merged = join(best.pair);
        // A pair can come up again once another merge makes one of its tokens anew; its later rank counts.
        merges.remove(best.pair);
        merges.add(best.pair);
        Set<Pair> increased = new LinkedHashSet<>();
        for (SymbolSequence word : best.words) {
            word.merge(best.pair, merged, (pair, change) -> {
                change(pair, word, change);
                if (change > 0) {
                    increased.add(pair);
                }
            });
        }
        increased.forEach(pair -> enqueue(pair, pairCount(pair)));
    }

    /** The id of the two tokens in one, which may be known already. */
    private int join(Pair pair) {
        String right = tokens.get(pair.right);
        String continued = right.startsWith(CONTINUATION) ? right.substring(CONTINUATION.length()) : right;
        String token = tokens.get(pair.left) + continued;
        Integer known = ids.putIfAbsent(token, tokens.size());
        if (known != null) {
            return known;
        }
        tokens.add(token);
        return tokens.size() - 1;
    }

    private void change(Pair pair, SymbolSequence word, int change) {
        PairCount entry = pairCount(pair);
        entry.count += change * word.count();
        List<SymbolSequence> found = entry.newWords;
        // Changes come word by word, so a word already noted is the last one.
        if (change > 0 && (found.isEmpty() || found.get(found.size() - 1) != word)) {
            found.add(word);
        }
    }

    private void enqueue(Pair pair, PairCount entry) {
        if (entry.count > 0) {
            candidates.add(new Candidate(pair, entry.count, entry.newWords));
        }
        entry.newWords = new ArrayList<>();
    }

    private PairCount pairCount(Pair pair) {
        return pairs.computeIfAbsent(pair, unused -> new PairCount());
    }

    private long count(Pair pair) {
        return pairCount(pair).count;
    }

    private BytePairModel model(boolean lowerCase) {
        List<BytePairModel.Merge> named = new ArrayList<>(merges.size());
        for (Pair pair : merges) {
            named.add(new BytePairModel.Merge(tokens.get(pair.left), tokens.get(pair.right)));
        }
        return new BytePairModel(tokens, named, lowerCase);
    }
}
