package dev.valence.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One timed round.
 *
 * @param texts how many texts it took
 * @param seconds of each timed call, in order: one for a round that is timed as a whole, one for each text where texts come
 *     one at a time
 */
public record Round(long texts, double[] seconds) {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if nothing was timed
     */
    public Round {
        seconds = seconds.clone();
        if (texts < 1 || seconds.length == 0 || !(Arrays.stream(seconds).sum() > 0)) {
            throw new IllegalArgumentException("a round takes texts and time, found " + texts + " texts and "
                    + Arrays.toString(seconds) + " seconds");
        }
    }

    /** A round timed as a whole. */
    public static Round of(long texts, double seconds) {
        return new Round(texts, new double[] {seconds});
    }

    /** Texts in a second of all calls together. */
    public double textsPerSecond() {
        return texts / Arrays.stream(seconds).sum();
    }

    /** One line: the texts, and the seconds of each call. */
    public String toLine() {
        return texts + " "
                + Arrays.stream(seconds)
                        .mapToObj(s -> String.format(Locale.ROOT, "%.9f", s))
                        .collect(Collectors.joining(" "));
    }

    /**
     * Reads {@link #toLine}.
     *
     * @throws PeerException if it is something else
     */
    public static Round parse(String line) {
        String[] words = line.strip().split(" ", -1);
        try {
            double[] seconds = Arrays.stream(words)
                    .skip(1)
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            return new Round(Long.parseLong(words[0]), seconds);
        } catch (IllegalArgumentException e) {
            throw new PeerException("required a line of texts and seconds, found '" + line + "'", e);
        }
    }
}
