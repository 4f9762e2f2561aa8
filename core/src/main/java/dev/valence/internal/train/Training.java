package dev.valence.internal.train;

import dev.valence.internal.train.TrainingConfig.Optimization;
import dev.valence.train.Metric;
import dev.valence.train.TrainingListener;
import dev.valence.train.Validation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The training loop. Read {@link #run} from top to bottom: for each epoch, for each batch, take a step; every so often
 * evaluate, and save the model if it is the best so far.
 *
 * <p>Not thread-safe; a run uses the task's worker pool and must be the only one to do so.
 */
public final class Training {
    private static final int REPORT_STEPS = 100;
    /** Seconds of work that a crash may cost if saving is cheap; results do not depend on it. */
    private static final double CHECKPOINT_SECONDS = 60;
    /** Maximum share of the time for checkpoints: two of the three percent; the rest is for best models. */
    private static final double SAVING_SHARE = 0.02;

    private final TrainingTask task;
    private final TrainingConfig config;
    private final RunDirectory directory;
    private final TrainingListener observer;
    private final DataParallel parallel;
    private final Adam adam;
    private final WeightAverage average;
    private final RunningMean recent = new RunningMean(REPORT_STEPS);
    private final RunLength length;
    private long examples;
    private long tokens;
    private TrainingState state = TrainingState.start();
    private double secondsBefore; // of the run until it was resumed
    private long start = System.nanoTime();
    private boolean resumed;
    private int savedStep = -1; // steps at the last checkpoint
    private double savedAt; // seconds of the run, then
    private double lastSave; // seconds the last checkpoint took
    private double saving; // seconds all models and checkpoints took since the run was started or resumed

    /**
     * @param task what is trained
     * @param config hyper-parameters
     * @param directory where models, checkpoints and logs go
     * @param observer who watches
     */
    public Training(TrainingTask task, TrainingConfig config, RunDirectory directory, TrainingListener observer) {
        this.task = task;
        this.config = config;
        this.directory = directory;
        this.observer = observer;
        ParameterGroups groups = config.aids().groups();
        groups.check(task.model());
        parallel = new DataParallel(
                task.model(), task.pool(), config.shards(), config.aids().accumulation(), groups.frozen());
        adam = new Adam(
                Adam.Settings.withWeightDecay(config.optimization().weightDecay()),
                task.model().parameters(),
                task.model().backend().kernels(),
                tensor -> groups.group(task.model(), tensor));
        average = new WeightAverage(config.aids().weightAverage(), task.model(), task.pool());
        length = new RunLength(config.budget(), number -> epoch(number).size());
    }

    /** How a run ended. */
    public enum End {
        /** All of its budget was used. */
        COMPLETED,
        /** Evaluations stopped getting better. */
        STOPPED_EARLY,
        /** The observer asked to stop; a checkpoint to resume from was saved. */
        INTERRUPTED
    }

    /**
     * Outcome of a run.
     *
     * @param end how it ended
     * @param best figures of the model saved as best
     * @param steps optimizer steps taken in all
     * @param skipped steps among them that changed nothing, because their loss or gradient was not finite
     * @param seconds it took in all, evaluations and saves included
     * @param saving seconds it took to save models and checkpoints since the run was started or resumed
     */
    public record Outcome(End end, Validation best, int steps, int skipped, double seconds, double saving) {}

    /**
     * Resumes from the run's last checkpoint; to be called before {@link #run}.
     *
     * @param force whether to go on where data, tokenizer, configuration or code are others, or the best model is lost
     */
    public RunDirectory.Resumption resume(boolean force) {
        RunDirectory.Resumed found = directory.readCheckpoint(task.model().parameters(), adam, average, recent, force);
        state = found.state();
        secondsBefore = state.seconds();
        savedStep = found.how().differences().isEmpty() ? state.steps() : -1;
        resumed = true;
        task.model().refresh(task.pool());
        return found.how();
    }

    /**
     * Trains to the end, or until stopped.
     *
     * @throws DivergedException if a loss or a gradient is not finite, and was not to be skipped
     * @throws java.io.UncheckedIOException if a model or a checkpoint cannot be saved; the former ones are as they were
     */
    public Outcome run() {
        start = System.nanoTime();
        savedAt = secondsBefore;
        if (!resumed) {
            directory.begin();
        }
        while (!over()) {
            List<int[]> batches = epoch(state.epoch());
            while (state.batch() < batches.size() && !over()) {
                if (observer.stopRequested()) {
                    return interrupted();
                }
                step(batches.get(state.batch()));
                int every = config.selection().everySteps();
                if (every > 0 && state.steps() % every == 0) {
                    evaluate();
                }
                if (!over() && state.batch() < batches.size() && checkpointIsDue(CHECKPOINT_SECONDS)) {
                    saveCheckpoint();
                }
            }
            evaluate();
            if (state.batch() == batches.size()) {
                state = state.afterEpoch();
            }
            if (checkpointIsDue(0)) {
                saveCheckpoint();
            }
        }
        saveCheckpoint();
        return outcome(outOfPatience() ? End.STOPPED_EARLY : End.COMPLETED, requireEvaluated());
    }

    /** The texts of each step of an epoch. */
    private List<int[]> epoch(int number) {
        return config.aids().accumulated(task.epoch(number));
    }

    private boolean over() {
        return length.reached(state) || outOfPatience();
    }

    private double learningRate() {
        Optimization optimization = config.optimization();
        int total = length.steps(state);
        long warmup = Math.round(optimization.warmup() * total);
        return new LearningRate(optimization.schedule(), optimization.learningRate(), warmup, total)
                .rate(state.steps());
    }

    private void step(int[] texts) {
        double rate = learningRate();
        TrainingBatch batch = task.batch(state.steps(), texts);
        DataParallel.Outcome outcome =
                parallel.step(batch, adam, rate, config.optimization().clip(), config.seed());
        if (!outcome.finite()) {
            skip(texts, outcome);
            return;
        }
        average.add(adam.steps());
        state = state.afterStep(seconds());
        recent.add(outcome);
        examples += batch.tokens().texts();
        tokens += batch.tokens().tokens();
        TrainingListener.StepReport progress = new TrainingListener.StepReport(
                state.epoch() + 1,
                state.steps(),
                length.steps(state),
                examples,
                tokens,
                recent.loss(),
                recent.accuracy(),
                rate,
                outcome.gradientNorm(),
                parallel.seconds());
        observer.stepped(progress);
        if (state.steps() % REPORT_STEPS == 0) {
            directory.logs().step(progress);
        }
    }

    /** Skips a step that would have damaged the weights, or ends the run with the weights before it. */
    private void skip(int[] texts, DataParallel.Outcome outcome) {
        int step = state.steps() + 1;
        String what = outcome.describe();
        if (state.skipped() >= directory.safeguards().skips()) {
            if (spoiltWeight().isEmpty()) {
                saveCheckpoint();
            }
            throw diverged("step " + step + ": " + what, texts);
        }
        state = state.afterSkippedStep(seconds());
        directory.logs().skipped(step, outcome);
        observer.skipped(step, what);
    }

    private DivergedException diverged(String what, int... texts) {
        return new DivergedException(
                what,
                Arrays.stream(texts).boxed().toList(),
                "the last good checkpoint is " + directory.lastCheckpoint());
    }

    /** Evaluates unless that was just done, and saves the model if it is the best so far. */
    private void evaluate() {
        if (state.evaluatedAt() != state.steps()) {
            average.inPlace(this::evaluateWeights);
        }
    }

    private Validation evaluateWeights() {
        Validation figures = task.validate(state.steps());
        if (!Double.isFinite(figures.loss())) {
            throw diverged("after step " + state.steps() + ": the loss on dev is " + figures.loss());
        }
        Metric metric = config.selection().metric();
        Validation best = state.best();
        boolean better = best == null || metric.score(figures) > metric.score(best);
        state = state.afterEvaluation(figures, better);
        if (better) {
            double before = seconds();
            directory.writeBest(task, state, figures);
            saving += seconds() - before;
        }
        directory.logs().validation(figures, better);
        observer.validated(figures, better);
        return figures;
    }

    private boolean outOfPatience() {
        int patience = config.selection().patience();
        return patience > 0 && state.evaluationsSinceBest() >= patience;
    }

    /**
     * Returns whether that many seconds have passed since the last checkpoint, and enough for another within the
     * budget.
     */
    private boolean checkpointIsDue(double afterSeconds) {
        int every = directory.safeguards().checkpointEvery();
        if (every > 0) {
            return state.steps() % every == 0;
        }
        double since = seconds() - savedAt;
        return since > afterSeconds && since * SAVING_SHARE > lastSave;
    }

    /** Saves a checkpoint unless that was just done; non-finite weights never replace good ones. */
    private void saveCheckpoint() {
        if (savedStep == state.steps()) {
            return;
        }
        spoiltWeight().ifPresent(weight -> {
            throw diverged("after step " + state.steps() + ": a weight is " + weight);
        });
        double before = seconds();
        directory.writeCheckpoint(task.model().parameters(), adam, average, state, recent);
        savedStep = state.steps();
        savedAt = seconds();
        lastSave = savedAt - before;
        saving += lastSave;
    }

    private Optional<Float> spoiltWeight() {
        for (float weight : task.model().parameters().values()) {
            if (!Float.isFinite(weight)) {
                return Optional.of(weight);
            }
        }
        return Optional.empty();
    }

    /** Saves a checkpoint; evaluates a run that was stopped before its first evaluation. */
    private Outcome interrupted() {
        saveCheckpoint();
        Validation best = state.best();
        return outcome(End.INTERRUPTED, best == null ? average.inPlace(() -> task.validate(state.steps())) : best);
    }

    private Outcome outcome(End end, Validation best) {
        return new Outcome(end, best, state.steps(), state.skipped(), seconds(), saving);
    }

    private Validation requireEvaluated() {
        Validation best = state.best();
        if (best == null) {
            throw new IllegalStateException("a run ends with an evaluation");
        }
        return best;
    }

    private double seconds() {
        return secondsBefore + (System.nanoTime() - start) / 1e9;
    }

    /** Time and memory by kernel. */
    public TrainingProfile profile() {
        return parallel.profile();
    }
}
