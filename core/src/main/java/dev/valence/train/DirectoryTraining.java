package dev.valence.train;

import dev.valence.InputException;
import dev.valence.data.Split;
import dev.valence.evaluate.PredictionsFile;
import dev.valence.internal.files.DirectoryLock;
import dev.valence.internal.train.ResumptionException;
import dev.valence.internal.train.RunDirectory;
import dev.valence.internal.train.Training;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.train.TrainingTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A training in the directory of a run: begun or resumed, reported while it trains. */
final class DirectoryTraining {
    /** What a model's directory has, and what a run and its report write besides models, checkpoints and logs. */
    private static final List<String> WRITTEN =
            List.of("config.json", "tokenizer.json", PredictionsFile.name(Split.DEV), BestModel.REPORT);

    private final RunStart start;
    private final TrainingListener listener;

    DirectoryTraining(RunStart start, TrainingListener listener) {
        this.start = start;
        this.listener = listener;
    }

    /**
     * Makes sure that neither an earlier run nor another model is lost.
     *
     * @throws InputException if one would be
     */
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

    /**
     * Trains to the end or until interrupted. Closes the directory.
     *
     * @param unit what speed is counted in
     */
    Run run(TrainingTask task, TrainingConfig config, RunDirectory directory, String unit) {
        try (directory) {
            Training training = new Training(task, config, directory, listener);
            if (start.resume()) {
                report(resume(training));
            }
            listener.started(config.budget().epochs(), unit);
            try {
                Training.Outcome outcome = training.run();
                report(outcome);
                return Run.of(start.out(), outcome, training.profile());
            } finally {
                listener.ended();
            }
        }
    }

    private RunDirectory.Resumption resume(Training training) {
        try {
            return training.resume(start.force());
        } catch (ResumptionException e) {
            throw new InputException(e.getMessage() + ", " + start.insteadOfResuming(), e);
        }
    }

    private void report(RunDirectory.Resumption resumption) {
        resumption.damaged().forEach(damage -> listener.note("Left out a damaged checkpoint: " + damage));
        resumption.differences().forEach(difference -> listener.note("Going on by force with " + difference));
        listener.note(resumption
                .checkpoint()
                .map(checkpoint -> "Going on after " + resumption.steps() + " steps from " + checkpoint + ".")
                .orElse(
                        resumption.damaged().isEmpty()
                                ? "No checkpoint was saved yet; the run begins."
                                : "No checkpoint is whole; the run begins anew."));
    }

    private void report(Training.Outcome outcome) {
        String took = String.format(
                Locale.ROOT,
                "%,d steps in %s, of which %s went into saving",
                outcome.steps(),
                duration(outcome.seconds()),
                duration(outcome.saving()));
        if (outcome.skipped() > 0) {
            listener.note(outcome.skipped() + " steps were skipped: their loss or gradient was not finite.");
        }
        switch (outcome.end()) {
            case COMPLETED -> listener.note("Trained " + took + ".");
            case STOPPED_EARLY ->
                listener.note("Stopped early after " + took + ": the figures on dev stopped getting better.");
            case INTERRUPTED ->
                listener.note("Interrupted after " + outcome.steps() + " steps; a checkpoint was saved.");
        }
    }

    private static String duration(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%.1f minutes", seconds / 60);
    }
}
