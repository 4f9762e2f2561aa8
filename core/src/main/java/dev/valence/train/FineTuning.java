package dev.valence.train;

import dev.valence.classify.Inference;
import dev.valence.classify.TransformerClassifier;
import dev.valence.compute.Stopwatch;
import dev.valence.evaluate.ConfusionMatrix;
import dev.valence.model.CrossEntropy;
import dev.valence.model.TransformerModel;
import java.util.List;

/**
 * Trains a classifier on labelled texts. {@link #run} read from top to bottom is the whole of it: for each epoch, for each
 * batch, take a step; every so often evaluate, and save the model where it is the best so far.
 *
 * <p>Not thread-safe; a run uses the classifier's worker pool and must be the only one to do so.
 */
public final class FineTuning {
    private static final int REPORT_STEPS = 100;

    private final TransformerClassifier classifier;
    private final LabelledTokens train;
    private final LabelledTokens validation;
    private final TrainingConfig config;
    private final RunDirectory directory;
    private final TrainingObserver observer;
    private final DataParallel parallel;
    private final Adam adam;
    private final BatchSampler sampler;
    private final Schedule schedule;
    private final RunningMean recent;
    private final Inference inference;
    private TrainingState state = TrainingState.start();

    /**
     * @param classifier whose weights are trained
     * @param train what it learns from
     * @param validation what chooses the best model
     * @param config hyper-parameters
     * @param directory where models, checkpoints and logs go
     * @param observer who watches
     */
    public FineTuning(
            TransformerClassifier classifier,
            LabelledTokens train,
            LabelledTokens validation,
            TrainingConfig config,
            RunDirectory directory,
            TrainingObserver observer) {
        this.classifier = classifier;
        this.train = train;
        this.validation = validation;
        this.config = config;
        this.directory = directory;
        this.observer = observer;
        TransformerModel model = classifier.model();
        parallel = new DataParallel(model, classifier.pool(), config.shards());
        adam = new Adam(
                Adam.Settings.withWeightDecay(config.optimization().weightDecay()),
                model.parameters(),
                model.backend().kernels());
        sampler = new BatchSampler(train.tokens(), config.batching(), config.seed());
        schedule = schedule();
        recent = new RunningMean(REPORT_STEPS);
        inference = new Inference(model, classifier.pool());
    }

    private Schedule schedule() {
        int steps = 0;
        for (int epoch = 0; epoch < config.epochs(); epoch++) {
            steps += sampler.epoch(epoch).size();
        }
        TrainingConfig.Optimization optimization = config.optimization();
        long warmup = Math.round(optimization.warmup() * steps);
        return new Schedule(optimization.schedule(), optimization.learningRate(), warmup, steps);
    }

    /** How a run ended. */
    public enum End {
        /** All epochs were trained. */
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
     * @param best figures of the model saved as best; its step is -1 where there was no evaluation
     * @param steps optimizer steps taken in all
     */
    public record Outcome(End end, Validation best, int steps) {}

    /** Goes on from the run's last checkpoint; to be called before {@link #run}. */
    public void resume() {
        state = directory.readCheckpoint(classifier.model(), adam);
        classifier.model().refresh(classifier.pool());
    }

    /** Trains to the end, or until stopped. */
    public Outcome run() {
        int evaluatedAt = state.best().step();
        while (state.epoch() < config.epochs()) {
            List<int[]> batches = sampler.epoch(state.epoch());
            while (state.batch() < batches.size()) {
                if (observer.stopRequested()) {
                    directory.writeCheckpoint(classifier, adam, state);
                    return outcome(End.INTERRUPTED);
                }
                step(batches.get(state.batch()));
                int every = config.selection().everySteps();
                if (every > 0 && state.steps() % every == 0) {
                    evaluatedAt = evaluate();
                    if (outOfPatience()) {
                        return outcome(End.STOPPED_EARLY);
                    }
                }
            }
            if (evaluatedAt != state.steps()) {
                evaluatedAt = evaluate();
            }
            state = state.afterEpoch();
            directory.writeCheckpoint(classifier, adam, state);
            if (outOfPatience()) {
                return outcome(End.STOPPED_EARLY);
            }
        }
        return outcome(End.COMPLETED);
    }

    private void step(int[] batch) {
        double rate = schedule.rate(state.steps());
        DataParallel.Outcome outcome = parallel.step(
                train.tokens().select(batch),
                train.labels(batch),
                adam,
                rate,
                config.optimization().clip(),
                config.seed());
        state = state.afterStep();
        recent.add(outcome, batch.length);
        TrainingObserver.StepReport progress = new TrainingObserver.StepReport(
                state.epoch() + 1,
                state.steps(),
                (int) schedule.totalSteps(),
                recent.examples(),
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

    /** Evaluates, saves the model where it is the best so far, and returns the step. */
    private int evaluate() {
        Validation figures = validate();
        Metric metric = config.selection().metric();
        boolean better = metric.score(figures) > metric.score(state.best());
        state = state.afterEvaluation(figures, better);
        if (better) {
            directory.writeBest(classifier, figures);
        }
        directory.logValidation(figures, better);
        observer.validated(figures, better);
        return state.steps();
    }

    private Validation validate() {
        int classes = classifier.labels().size();
        float[] logits = inference.logits(validation.tokens());
        CrossEntropy.Result result = CrossEntropy.loss(validation.size(), classes, logits, validation.labels());
        ConfusionMatrix counts = new ConfusionMatrix(classes);
        for (int i = 0; i < validation.size(); i++) {
            counts.add(validation.labels()[i], CrossEntropy.argmax(logits, i * classes, classes));
        }
        return new Validation(
                state.steps(),
                result.loss() / validation.size(),
                counts.accuracy(),
                counts.macroAverage().f1());
    }

    private boolean outOfPatience() {
        int patience = config.selection().patience();
        return patience > 0 && state.evaluationsSinceBest() >= patience;
    }

    private Outcome outcome(End end) {
        return new Outcome(end, state.best(), state.steps());
    }

    /** Where the time of all workers went, for a profile. */
    public Stopwatch watch() {
        return parallel.watch();
    }
}
