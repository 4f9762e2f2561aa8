package dev.valence.train;

import dev.valence.compute.Stopwatch;
import dev.valence.train.TrainingConfig.Budget;
import dev.valence.train.TrainingConfig.Optimization;
import java.util.List;

/**
 * Trains a model. {@link #run} read from top to bottom is the whole of it: for each epoch, for each batch, take a step;
 * every so often evaluate, and save the model where it is the best so far.
 *
 * <p>Not thread-safe; a run uses the task's worker pool and must be the only one to do so.
 */
public final class Training {
    private static final int REPORT_STEPS = 100;
    /** What a crash may cost at most; results do not depend on it. */
    private static final double CHECKPOINT_SECONDS = 60;

    private final TrainingTask task;
    private final TrainingConfig config;
    private final RunDirectory directory;
    private final TrainingObserver observer;
    private final DataParallel parallel;
    private final Adam adam;
    private final RunningMean recent = new RunningMean(REPORT_STEPS);
    private final int stepsOfEpochs; // 0 where epochs do not limit the run
    private long examples;
    private long tokens;
    private TrainingState state = TrainingState.start();
    private double secondsBefore; // of the run until it was resumed
    private long start = System.nanoTime();
    private double savedAt; // seconds of the run

    /**
     * @param task what is trained
     * @param config hyper-parameters
     * @param directory where models, checkpoints and logs go
     * @param observer who watches
     */
    public Training(TrainingTask task, TrainingConfig config, RunDirectory directory, TrainingObserver observer) {
        this.task = task;
        this.config = config;
        this.directory = directory;
        this.observer = observer;
        parallel = new DataParallel(task.model(), task.pool(), config.shards());
        adam = new Adam(
                Adam.Settings.withWeightDecay(config.optimization().weightDecay()),
                task.model().parameters(),
                task.model().backend().kernels());
        int steps = 0;
        for (int epoch = 0; epoch < config.budget().epochs(); epoch++) {
            steps += task.epoch(epoch).size();
        }
        stepsOfEpochs = steps;
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
     * What came of a run.
     *
     * @param end how it ended
     * @param best figures of the model saved as best
     * @param steps optimizer steps taken in all
     * @param seconds it took in all, evaluations and saves included
     */
    public record Outcome(End end, Validation best, int steps, double seconds) {}

    /** Goes on from the run's last checkpoint; to be called before {@link #run}. */
    public void resume() {
        state = directory.readCheckpoint(task.model().parameters(), adam);
        secondsBefore = state.seconds();
        task.model().refresh(task.pool());
    }

    /** Trains to the end, or until stopped. */
    public Outcome run() {
        start = System.nanoTime();
        savedAt = secondsBefore;
        while (!done()) {
            List<int[]> batches = task.epoch(state.epoch());
            while (state.batch() < batches.size() && !done()) {
                if (observer.stopRequested()) {
                    return interrupted();
                }
                step(batches.get(state.batch()));
                int every = config.selection().everySteps();
                if (every > 0 && state.steps() % every == 0) {
                    evaluate();
                }
                if (outOfPatience()) {
                    return outcome(End.STOPPED_EARLY);
                }
                if (seconds() - savedAt > CHECKPOINT_SECONDS) {
                    saveCheckpoint();
                }
            }
            evaluate();
            if (state.batch() == batches.size()) {
                state = state.afterEpoch();
            }
            saveCheckpoint();
            if (outOfPatience()) {
                return outcome(End.STOPPED_EARLY);
            }
        }
        return outcome(End.COMPLETED);
    }

    private boolean done() {
        Budget budget = config.budget();
        if (budget.epochs() > 0) {
            return state.epoch() == budget.epochs();
        }
        return budget.steps() > 0 ? state.steps() >= budget.steps() : state.seconds() >= 60 * budget.minutes();
    }

    /** Steps of the whole run; where its time is limited, as many as it would take at the pace so far. */
    private int totalSteps() {
        Budget budget = config.budget();
        if (budget.epochs() > 0) {
            return stepsOfEpochs;
        }
        double pace = state.steps() / Math.max(1e-9, state.seconds());
        return budget.steps() > 0 ? budget.steps() : (int) Math.max(state.steps() + 1, 60 * budget.minutes() * pace);
    }

    private double learningRate() {
        Optimization optimization = config.optimization();
        int total = totalSteps();
        long warmup = Math.round(optimization.warmup() * total);
        return new Schedule(optimization.schedule(), optimization.learningRate(), warmup, total).rate(state.steps());
    }

    private void step(int[] texts) {
        double rate = learningRate();
        TrainingBatch batch = task.batch(state.steps(), texts);
        DataParallel.Outcome outcome =
                parallel.step(batch, adam, rate, config.optimization().clip(), config.seed());
        state = state.afterStep(seconds());
        recent.add(outcome);
        examples += batch.tokens().texts();
        tokens += batch.tokens().tokens();
        TrainingObserver.StepReport progress = new TrainingObserver.StepReport(
                state.epoch() + 1,
                state.steps(),
                totalSteps(),
                examples,
                tokens,
                recent.loss(),
                recent.accuracy(),
                rate,
                outcome.gradientNorm(),
                parallel.seconds());
        observer.stepped(progress);
        if (state.steps() % REPORT_STEPS == 0) {
            directory.logStep(progress);
        }
    }

    /** Evaluates where that was not just done, and saves the model where it is the best so far. */
    private void evaluate() {
        if (state.evaluatedAt() == state.steps()) {
            return;
        }
        Validation figures = task.validate(state.steps());
        Metric metric = config.selection().metric();
        Validation best = state.best();
        boolean better = best == null || metric.score(figures) > metric.score(best);
        state = state.afterEvaluation(figures, better);
        if (better) {
            directory.writeBest(task, figures);
        }
        directory.logValidation(figures, better);
        observer.validated(figures, better);
    }

    private boolean outOfPatience() {
        int patience = config.selection().patience();
        return patience > 0 && state.evaluationsSinceBest() >= patience;
    }

    private void saveCheckpoint() {
        directory.writeCheckpoint(task.model().parameters(), adam, state);
        savedAt = seconds();
    }

    /** Saves all that is needed to go on; a run that was stopped before its first evaluation is evaluated. */
    private Outcome interrupted() {
        saveCheckpoint();
        Validation best = state.best();
        return new Outcome(
                End.INTERRUPTED, best == null ? task.validate(state.steps()) : best, state.steps(), seconds());
    }

    private Outcome outcome(End end) {
        Validation best = state.best();
        if (best == null) {
            throw new IllegalStateException("a run ends with an evaluation");
        }
        return new Outcome(end, best, state.steps(), seconds());
    }

    private double seconds() {
        return secondsBefore + (System.nanoTime() - start) / 1e9;
    }

    /** Where the time of all workers went, for a profile. */
    public Stopwatch watch() {
        return parallel.watch();
    }
}
