package dev.valence.cli;

import dev.valence.train.Run;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** The table of where the time and memory of a training went. */
final class RunProfile {
    private RunProfile() {}

    static void print(Terminal terminal, Run run) {
        Map<String, Duration> times = run.profile();
        long total = times.values().stream().mapToLong(Duration::toNanos).sum();
        Table table = new Table("where the time of training went", "seconds", "share");
        times.forEach((title, time) -> table.row(
                title,
                String.format(Locale.ROOT, "%.2f", time.toNanos() / 1e9),
                String.format(Locale.ROOT, "%.1f %%", 100.0 * time.toNanos() / Math.max(1, total))));
        table.print(terminal);
        String bytes = run.bytesPerStep().isPresent()
                ? String.format(Locale.ROOT, "%,d bytes", run.bytesPerStep().getAsLong())
                : "not counted, that takes a longer run";
        terminal.printPlain("allocated on the heap by a step, after the first 100: " + bytes);
    }
}
