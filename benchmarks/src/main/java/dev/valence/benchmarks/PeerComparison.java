package dev.valence.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Ours beside the peers, as a table: medians, and ratios to the fastest peer.
 *
 * @param measurements in the order of the rows
 * @param latencies whether each call is one text, so that its time matters
 */
public record PeerComparison(List<Measurement> measurements, boolean latencies) {
    /** How names of our own begin. */
    public static final String OURS = "Valence";

    /** Copies the list. */
    public PeerComparison {
        measurements = List.copyOf(measurements);
    }

    /** Texts a second of the fastest peer that is not ours. */
    public OptionalDouble bestPeer() {
        return measurements.stream()
                .filter(Measurement::measured)
                .filter(measurement -> !measurement.name().startsWith(OURS))
                .mapToDouble(Measurement::textsPerSecond)
                .max();
    }

    /** The table, and below it why rows are empty. */
    public String toMarkdown() {
        MarkdownTable table = latencies
                ? new MarkdownTable("", "texts/s", "ratio to the best peer", "p50 ms", "p99 ms", "peak memory MB")
                : new MarkdownTable("", "texts/s", "ratio to the best peer", "spread of rounds", "peak memory MB");
        StringBuilder notes = new StringBuilder();
        for (Measurement measurement : measurements) {
            table.row(cells(measurement));
            if (measurement.failure() != null) {
                notes.append("\nNot measured: ").append(measurement.failure()).append("\n");
            }
        }
        return table + notes.toString();
    }

    private List<String> cells(Measurement measurement) {
        String description = measurement.description().isEmpty() ? "" : " (" + measurement.description() + ")";
        List<String> cells = new ArrayList<>(List.of(measurement.name() + description));
        if (!measurement.measured()) {
            return cells;
        }
        cells.add(format("%,.0f", measurement.textsPerSecond()));
        cells.add(
                bestPeer().isPresent()
                        ? format(
                                "%.2f",
                                measurement.textsPerSecond() / bestPeer().getAsDouble())
                        : "");
        if (latencies) {
            cells.add(format("%.2f", 1e3 * measurement.seconds(0.5)));
            cells.add(format("%.2f", 1e3 * measurement.seconds(0.99)));
        } else {
            cells.add(format("%.0f %%", 100 * measurement.spread()));
        }
        cells.add(measurement.peakMemory() == 0 ? "" : format("%,.0f", measurement.peakMemory() / 1e6));
        return cells;
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
