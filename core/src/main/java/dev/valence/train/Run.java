package dev.valence.train;

import dev.valence.evaluate.Evaluation;
import dev.valence.internal.compute.Stopwatch;
import dev.valence.internal.train.Training;
import dev.valence.internal.train.TrainingProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A training that has ended, and what it left in its directory: the best model, checkpoints, logs and a report. Immutable.
 *
 * <pre>{@code
 * Run run = Finetuning.of(dataset).epochs(3).train(Path.of("runs/film"));
 * run.best().accuracy();
 * Classifier classifier = Valence.load(run.directory());
 * }</pre>
 */
public final class Run {
    private final Path directory;
    private final Training.Outcome outcome;
    private final TrainingProfile profile;
    private final @Nullable Evaluation evaluation;

    private Run(Path directory, Training.Outcome outcome, TrainingProfile profile, @Nullable Evaluation evaluation) {
        this.directory = directory;
        this.outcome = outcome;
        this.profile = profile;
        this.evaluation = evaluation;
    }

    static Run of(Path directory, Training.Outcome outcome, TrainingProfile profile) {
        return new Run(directory, outcome, profile, null);
    }

    Run evaluated(Evaluation best) {
        return new Run(directory, outcome, profile, best);
    }

    /** The directory of the run. */
    public Path directory() {
        return directory;
    }

    /** The directory of the best model. */
    public Path model() {
        return directory.resolve(BestModel.DIRECTORY);
    }

    /**
     * The evaluation of the best model on dev.
     *
     * @throws IllegalStateException if there is none: the run was interrupted, or trained no classifier
     */
    public Evaluation best() {
        if (evaluation == null) {
            throw new IllegalStateException(directory + ": required a classifier trained to the end, found "
                    + (interrupted() ? "an interrupted run; resume it" : "a pre-training; see validation()"));
        }
        return evaluation;
    }

    /** The figures of the best model, as they were measured in training. */
    public Validation validation() {
        return outcome.best();
    }

    /** Whether the listener stopped the run; it can be resumed. */
    public boolean interrupted() {
        return outcome.end() == Training.End.INTERRUPTED;
    }

    /** Whether the run ended because evaluations stopped getting better. */
    public boolean stoppedEarly() {
        return outcome.end() == Training.End.STOPPED_EARLY;
    }

    /** Optimizer steps taken, those before a resumption included. */
    public int steps() {
        return outcome.steps();
    }

    /** Steps among them that changed nothing, because their loss or gradient was not finite. */
    public int skippedSteps() {
        return outcome.skipped();
    }

    /** Time of the whole run, evaluations and saving included. */
    public Duration duration() {
        return Duration.ofNanos(Math.round(outcome.seconds() * 1e9));
    }

    /** Time of all workers by part of the computation, since the run was started or resumed. */
    public Map<String, Duration> profile() {
        Map<String, Duration> times = new LinkedHashMap<>();
        for (Stopwatch.Section section : Stopwatch.Section.values()) {
            times.put(section.title(), Duration.ofNanos(profile.watch().nanos(section)));
        }
        return times;
    }

    /** Bytes that a step allocates on the Java heap, after the first hundred steps; empty in shorter runs. */
    public OptionalLong bytesPerStep() {
        return profile.bytesPerStep();
    }
}
