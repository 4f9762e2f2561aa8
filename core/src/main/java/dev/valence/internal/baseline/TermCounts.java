package dev.valence.internal.baseline;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each term occurs in a corpus, and in how many of its texts. */
final class TermCounts {
    private final Map<String, Count> counts = new HashMap<>();

    /** Of one term. */
    static final class Count {
        private long occurrences;
        private int texts;
        private int lastText = -1;

        private void add(int text) {
            occurrences++;
            if (text != lastText) {
                lastText = text;
                texts++;
            }
        }

        /** Number of texts the term occurs in. */
        int texts() {
            return texts;
        }
    }

    TermCounts(List<String> corpus) {
        for (int i = 0; i < corpus.size(); i++) {
            int text = i;
            TermScanner.scan(corpus.get(i), term -> counts.computeIfAbsent(term, unused -> new Count())
                    .add(text));
        }
    }

    /** The most frequent terms in the order of their code points; of equally frequent ones those scikit-learn keeps. */
    SortedMap<String, Count> mostFrequent(int limit) {
        SortedMap<String, Count> sorted = new TreeMap<>(TermCounts::compareCodePoints);
        sorted.putAll(counts);
        if (sorted.size() > limit) {
            List<String> terms = List.copyOf(sorted.keySet());
            long[] keys = sorted.values().stream()
                    .mapToLong(count -> -count.occurrences)
                    .toArray();
            int[] order = VectorizedArgsort.argsort(keys);
            for (int i = limit; i < order.length; i++) {
                sorted.remove(terms.get(order[i]));
            }
        }
        return sorted;
    }

    /** As Python compares strings: Java's order, but that characters beyond 16 bits come last. */
    private static int compareCodePoints(String left, String right) {
        int difference = Arrays.mismatch(left.toCharArray(), right.toCharArray());
        if (difference < 0 || difference == Math.min(left.length(), right.length())) {
            return left.length() - right.length();
        }
        char a = left.charAt(difference);
        char b = right.charAt(difference);
        return Character.isSurrogate(a) == Character.isSurrogate(b)
                ? a - b
                : Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b));
    }
}
