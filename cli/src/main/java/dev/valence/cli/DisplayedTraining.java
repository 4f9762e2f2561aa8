package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.data.Split;
import dev.valence.internal.compute.Stopwatch;
import dev.valence.internal.files.DirectoryLock;
import dev.valence.internal.train.ResumptionException;
import dev.valence.internal.train.RunDirectory;
import dev.valence.internal.train.Safeguards;
import dev.valence.internal.train.Training;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.train.TrainingProfile;
import dev.valence.internal.train.TrainingTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run in its directory: begun or resumed, shown while it trains, saved on Ctrl-C. */
final class DisplayedTraining {
    /**
     * How a run is begun.
     *
     * @param out its directory
     * @param resume whether it goes on from a checkpoint, or begins where there is none
     * @param force whether it goes on even from that of another run
     * @param profile whether to print where the time went
     * @param safeguards how often to save, and what to do about losses that are not finite
     * @param command the arguments that would repeat it; none where it is part of something else
     */
    record Start(
            Path out, boolean resume, boolean force, boolean profile, Safeguards safeguards, List<String> command) {
        /** Without wishes. */
        static Start in(Path out, boolean resume) {
            return new Start(out, resume, false, false, Safeguards.DEFAULT, List.of());
        }

        /** What else can be done where the run cannot be resumed; a part of something else is never forced. */
        String insteadOfResuming() {
            return command.isEmpty()
                    ? "or remove " + out + " to train that run anew"
                    : "or go on all the same with --force-resume";
        }

        /** Whether there is something to go on from. */
        boolean goesOn() {
            return resume && RunDirectory.hasCheckpoint(out);
        }

        /** What is worth knowing of a model, but does not decide over its weights. */
        Map<String, Object> circumstances(Object data) {
            Map<String, Object> circumstances = new LinkedHashMap<>();
            circumstances.put("data", data);
            circumstances.put("command", command);
            circumstances.put("java", System.getProperty("java.version"));
            circumstances.put("machine", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
            return circumstances;
        }
    }

    /** What a model's directory has, and what a run and its report write besides models, checkpoints and logs. */
    private static final List<String> WRITTEN =
            List.of("config.json", "tokenizer.json", Report.predictionsFile(Split.DEV), "report.html");

    private final Terminal terminal;
    private final Start start;

    DisplayedTraining(Terminal terminal, Start start) {
        this.terminal = terminal;
        this.start = start;
    }

    /** Makes sure that neither an earlier run nor another model is lost. */
    void checkDirectory() {
        Path out = start.out();
        if (!start.resume() && RunDirectory.used(out)) {
            throw new InputException(out + ": required a new directory, found an earlier run; choose another --out,"
                    + " remove it, or go on with --resume");
        }
        if (!start.goesOn() && !DirectoryLock.wasTaken(out)) {
            for (String name : WRITTEN) {
                if (Files.exists(out.resolve(name))) {
                    throw new InputException(out + ": required a new directory or that of a run, found one with " + name
                            + " that no run has written; choose another --out");
                }
            }
        }
    }

    /** Trains to the end or until interrupted; returns how it ended. Closes the directory. */
    Training.Outcome run(TrainingTask task, TrainingConfig config, RunDirectory directory, TrainingDisplay.Unit unit) {
        try (directory) {
            TrainingDisplay display = new TrainingDisplay(terminal, config.budget(), unit);
            Training training = new Training(task, config, directory, display);
            if (start.resume()) {
                tell(resume(training));
            }
            Training.Outcome outcome = display.show(training::run, this::tell);
            if (start.profile()) {
                printProfile(training.profile());
            }
            return outcome;
        }
    }

    private RunDirectory.Resumption resume(Training training) {
        try {
            return training.resume(start.force());
        } catch (ResumptionException e) {
            throw new InputException(e.getMessage() + ", " + start.insteadOfResuming(), e);
        }
    }

    private void tell(RunDirectory.Resumption resumption) {
        resumption.damaged().forEach(damage -> terminal.note("Left out a damaged checkpoint: " + damage));
        resumption.differences().forEach(difference -> terminal.note("Going on by force with " + difference));
        terminal.note(resumption
                .checkpoint()
                .map(checkpoint -> "Going on after " + resumption.steps() + " steps from " + checkpoint + ".")
                .orElse(
                        resumption.damaged().isEmpty()
                                ? "No checkpoint was saved yet; the run begins."
                                : "No checkpoint is whole; the run begins anew."));
    }

    private void tell(Training.Outcome outcome) {
        String took = String.format(
                Locale.ROOT,
                "%,d steps in %s, of which %s went into saving",
                outcome.steps(),
                duration(outcome.seconds()),
                duration(outcome.saving()));
        if (outcome.skipped() > 0) {
            terminal.note(outcome.skipped() + " steps were skipped: their loss or gradient was not finite.");
        }
        switch (outcome.end()) {
            case COMPLETED -> terminal.note("Trained " + took + ".");
            case STOPPED_EARLY ->
                terminal.note("Stopped early after " + took + ": the figures on dev stopped getting better.");
            case INTERRUPTED ->
                terminal.note("Interrupted after " + outcome.steps() + " steps; a checkpoint was saved.");
        }
    }

    private static String duration(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f minutes", seconds / 60);
    }

    private void printProfile(TrainingProfile profile) {
        Stopwatch watch = profile.watch();
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
        String bytes = profile.bytesPerStep().isPresent()
                ? String.format(Locale.ROOT, "%,d bytes", profile.bytesPerStep().getAsLong())
                : "not counted, that takes a longer run";
        terminal.printPlain(
                "allocated on the heap by a step, after the first " + TrainingProfile.WARM_UP_STEPS + ": " + bytes);
    }
}
