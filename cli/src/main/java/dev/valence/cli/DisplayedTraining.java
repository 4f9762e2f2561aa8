package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.compute.Stopwatch;
import dev.valence.train.RunDirectory;
import dev.valence.train.Training;
import dev.valence.train.TrainingConfig;
import dev.valence.train.TrainingTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A run in its directory: begun or resumed, shown while it trains, saved on Ctrl-C. */
final class DisplayedTraining {
    /**
     * How a run is begun.
     *
     * @param out its directory
     * @param resume whether it goes on from a checkpoint
     * @param profile whether to print where the time went
     */
    record Start(Path out, boolean resume, boolean profile) {}

    private final Terminal terminal;
    private final Start start;

    DisplayedTraining(Terminal terminal, Start start) {
        this.terminal = terminal;
        this.start = start;
    }

    /** Makes sure that no earlier run is lost, and that there is one to resume. */
    void checkDirectory() {
        Path out = start.out();
        if (start.resume() && !Files.exists(out.resolve("checkpoints"))) {
            throw new InputException(
                    out + ": required a checkpoint to resume from, found none; start without --resume");
        }
        boolean used = Files.exists(out.resolve("best")) || Files.exists(out.resolve("checkpoints"));
        if (used && !start.resume()) {
            throw new InputException(out + ": required a new directory, found an earlier run; choose another --out,"
                    + " remove it, or go on with --resume");
        }
    }

    /** Trains to the end or until interrupted; returns how it ended. */
    Training.Outcome run(
            TrainingTask task, TrainingConfig config, Map<String, Object> provenance, TrainingDisplay.Unit unit) {
        try (RunDirectory directory = new RunDirectory(start.out(), provenance)) {
            TrainingDisplay display = new TrainingDisplay(terminal, config.budget(), unit);
            Training training = new Training(task, config, directory, display);
            if (start.resume()) {
                training.resume();
            }
            Training.Outcome outcome = display.show(training::run, this::tell);
            if (start.profile()) {
                printProfile(training.watch());
            }
            return outcome;
        }
    }

    private void tell(Training.Outcome outcome) {
        String took = String.format(Locale.ROOT, "%,d steps in %s", outcome.steps(), duration(outcome.seconds()));
        switch (outcome.end()) {
            case COMPLETED -> terminal.note("Trained " + took + ".");
            case STOPPED_EARLY ->
                terminal.note("Stopped early after " + took + ": the figures on dev stopped getting better.");
            case INTERRUPTED ->
                terminal.note("Interrupted after " + outcome.steps()
                        + " steps; a checkpoint was saved, go on with --resume.");
        }
    }

    private static String duration(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f minutes", seconds / 60);
    }

    private void printProfile(Stopwatch watch) {
        long total = 0;
        for (Stopwatch.Section section : Stopwatch.Section.values()) {
            total += watch.nanos(section);
        }
        Table table = new Table("where the time of training went", "seconds", "share");
        for (Stopwatch.Section section : Stopwatch.Section.values()) {
            table.row(
                    section.title(),
                    String.format(Locale.ROOT, "%.2f", watch.nanos(section) / 1e9),
                    String.format(Locale.ROOT, "%.1f %%", 100.0 * watch.nanos(section) / Math.max(1, total)));
        }
        table.print(terminal);
    }
}
