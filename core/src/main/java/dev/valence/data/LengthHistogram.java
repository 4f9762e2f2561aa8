package dev.valence.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** How long texts are, in words set apart by white space. Immutable. */
public final class LengthHistogram {
    private static final Pattern SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private final int[] lengths; // rising

    private LengthHistogram(int[] lengths) {
        this.lengths = lengths;
    }

    /**
     * Counts words.
     *
     * @param texts at least one
     */
    static LengthHistogram of(List<String> texts) {
        return new LengthHistogram(
                texts.stream().mapToInt(LengthHistogram::words).sorted().toArray());
    }

    private static int words(String text) {
        return (int) SPACE.splitAsStream(text).filter(word -> !word.isEmpty()).count();
    }

    /** Words of the shortest text. */
    public int shortest() {
        return lengths[0];
    }

    /** Words of the longest text. */
    public int longest() {
        return lengths[lengths.length - 1];
    }

    /** Mean number of words. */
    public double mean() {
        return Arrays.stream(lengths).average().orElseThrow();
    }

    /**
     * Counts texts in bins of equal width from the shortest to the longest.
     *
     * @param atMost number of bins, at least 1; fewer come back where the lengths are few
     */
    public List<Bin> bins(int atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException("expected at least one bin, found " + atMost);
        }
        int width = (longest() - shortest()) / atMost + 1;
        List<Bin> bins = new ArrayList<>();
        for (int from = shortest(); from <= longest(); from += width) {
            int first = from;
            int last = from + width - 1;
            long texts = Arrays.stream(lengths)
                    .filter(length -> first <= length && length <= last)
                    .count();
            bins.add(new Bin(first, last, (int) texts));
        }
        return bins;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LengthHistogram that && Arrays.equals(lengths, that.lengths);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lengths);
    }

    @Override
    public String toString() {
        return "%d to %d words, mean %s".formatted(shortest(), longest(), mean());
    }

    /**
     * Texts of similar length.
     *
     * @param from fewest words
     * @param to most words
     * @param texts how many texts
     */
    public record Bin(int from, int to, int texts) {}
}
