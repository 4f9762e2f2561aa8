package dev.valence.internal.baseline;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each term occurs in a corpus, and in how many of its texts. */
final class TermCounts {
    private static final Comparator<Map.Entry<String, Count>> MOST_FREQUENT_FIRST =
            Comparator.<Map.Entry<String, Count>>comparingLong(term -> -term.getValue().occurrences)
                    .thenComparing(Map.Entry::getKey);

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

    /** The most frequent terms, in alphabetical order; of equally frequent ones the alphabetically first. */
    SortedMap<String, Count> mostFrequent(int limit) {
        SortedMap<String, Count> kept = new TreeMap<>();
        counts.entrySet().stream()
                .sorted(MOST_FREQUENT_FIRST)
                .limit(limit)
                .forEach(term -> kept.put(term.getKey(), term.getValue()));
        return kept;
    }
}
