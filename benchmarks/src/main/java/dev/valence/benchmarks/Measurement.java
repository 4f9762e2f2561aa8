package dev.valence.benchmarks;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one peer.
 *
 * @param name what a table calls it
 * @param description what it is, with versions
 * @param rounds its timed rounds, in order
 * @param peakMemory the most memory its process held, in bytes; 0 where that is not known
 * @param failure why it has no rounds, or fewer; null where nothing went wrong
 */
public record Measurement(
        String name,
        String description,
        List<Round> rounds,
        long peakMemory,
        @Nullable String failure) {
    /** Copies the list. */
    public Measurement {
        rounds = List.copyOf(rounds);
    }

    /** Whether there is anything to compare. */
    public boolean measured() {
        return !rounds.isEmpty();
    }

    /** Median over the rounds. */
    public double textsPerSecond() {
        return Quantiles.median(
                rounds.stream().mapToDouble(Round::textsPerSecond).toArray());
    }

    /** Distance of the slowest round to the fastest, as a share of the median. */
    public double spread() {
        double[] speeds = rounds.stream().mapToDouble(Round::textsPerSecond).toArray();
        return (Quantiles.quantile(1, speeds) - Quantiles.quantile(0, speeds)) / textsPerSecond();
    }

    /** The seconds of a call that a share of all calls stay below. */
    public double seconds(double share) {
        return Quantiles.quantile(
                share,
                rounds.stream()
                        .flatMapToDouble(round -> Arrays.stream(round.seconds()))
                        .toArray());
    }
}
