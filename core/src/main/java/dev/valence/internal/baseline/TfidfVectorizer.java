package dev.valence.internal.baseline;

import dev.valence.InputException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Turns texts into rows of term weights as scikit-learn's {@code TfidfVectorizer} does by default: the number of times a
 * term occurs in the text times its smoothed inverse document frequency {@code ln((1 + n) / (1 + df)) + 1}, each row
 * scaled to length 1. May be shared between threads.
 */
public final class TfidfVectorizer {
    private final List<String> vocabulary;
    private final double[] inverseDocumentFrequencies; // [V]
    private final Map<String, Integer> columns = new HashMap<>();

    /**
     * A vectorizer fitted earlier.
     *
     * @param vocabulary the term of each column, none twice
     * @param inverseDocumentFrequencies the factor of each column, [V]; copied
     * @throws IllegalArgumentException if their lengths differ or a term stands twice
     */
    public TfidfVectorizer(List<String> vocabulary, double[] inverseDocumentFrequencies) {
        if (vocabulary.size() != inverseDocumentFrequencies.length) {
            throw new IllegalArgumentException("each term needs one inverse document frequency, found "
                    + vocabulary.size() + " and " + inverseDocumentFrequencies.length);
        }
        this.vocabulary = List.copyOf(vocabulary);
        this.inverseDocumentFrequencies = inverseDocumentFrequencies.clone();
        for (String term : vocabulary) {
            if (columns.put(term, columns.size()) != null) {
                throw new IllegalArgumentException("terms must differ, found '" + term + "' twice");
            }
        }
    }

    /**
     * Learns vocabulary and document frequencies.
     *
     * @param maximumFeatures how many terms to keep, the most frequent ones; of equally frequent terms the
     *     alphabetically first
     * @throws InputException if the texts hold no term
     * @throws IllegalArgumentException if {@code maximumFeatures} is not positive
     */
    public static TfidfVectorizer fit(List<String> texts, int maximumFeatures) {
        if (maximumFeatures < 1) {
            throw new IllegalArgumentException("maximum features must be at least 1, found " + maximumFeatures);
        }
        SortedMap<String, TermCounts.Count> counts = new TermCounts(texts).mostFrequent(maximumFeatures);
        if (counts.isEmpty()) {
            throw new InputException("TF-IDF requires words of two letters or digits and more, found none in "
                    + texts.size() + " texts; check the training data");
        }
        double[] inverse = counts.values().stream()
                .mapToDouble(count -> Math.log((1.0 + texts.size()) / (1.0 + count.texts())) + 1)
                .toArray();
        return new TfidfVectorizer(List.copyOf(counts.keySet()), inverse);
    }

    /** The term of each column. */
    public List<String> vocabulary() {
        return vocabulary;
    }

    /** The factor of each column, [V], a copy. */
    double[] inverseDocumentFrequencies() {
        return inverseDocumentFrequencies.clone();
    }

    /** One row for each text, [B, V]; a text without known terms gives an empty one. */
    public SparseRows transform(List<String> texts) {
        RowBuilder rows = new RowBuilder(texts.size());
        for (String text : texts) {
            TermScanner.scan(text, rows::count);
            rows.finish();
        }
        return rows.build();
    }

    /** The same with factors that fit single precision. */
    TfidfVectorizer toSinglePrecision() {
        return new TfidfVectorizer(vocabulary, SinglePrecision.round(inverseDocumentFrequencies));
    }

    private final class RowBuilder {
        private final int[] offsets;
        private final int[] place = new int[vocabulary.size()]; // of a column's value in the row, plus 1
        private int[] found = new int[1024];
        private double[] values = new double[1024];
        private int row;
        private int end;

        RowBuilder(int rows) {
            this.offsets = new int[rows + 1];
        }

        void count(String term) {
            Integer column = columns.get(term);
            if (column == null) {
                return;
            }
            if (place[column] > offsets[row]) {
                values[place[column] - 1]++;
                return;
            }
            if (end == found.length) {
                found = Arrays.copyOf(found, 2 * end);
                values = Arrays.copyOf(values, 2 * end);
            }
            found[end] = column;
            values[end] = 1;
            place[column] = ++end;
        }

        void finish() {
            double squares = 0;
            for (int i = offsets[row]; i < end; i++) {
                values[i] *= inverseDocumentFrequencies[found[i]];
                squares += values[i] * values[i];
            }
            double length = Math.sqrt(squares);
            for (int i = offsets[row]; i < end; i++) {
                values[i] /= length;
            }
            offsets[++row] = end;
        }

        SparseRows build() {
            return new SparseRows(vocabulary.size(), offsets, found, values);
        }
    }
}
