package dev.valence.train;

import dev.valence.Engine;
import dev.valence.Environment;
import dev.valence.internal.train.Safeguards;
import java.nio.file.Path;
import java.util.List;

/**
 * Options that every training has: how long, in which batches, at which learning rate, and what protects the run. A recipe
 * is a builder: each method returns the recipe itself. Not thread-safe.
 *
 * @param <R> the recipe
 */
public abstract sealed class Recipe<R extends Recipe<R>> permits EncoderRecipe {
    final Hyperparameters hyperparameters = new Hyperparameters();
    Engine engine = Engine.best();
    Environment environment = Environment.defaults();
    TrainingListener listener = TrainingListener.NONE;
    private boolean resume;
    private boolean forceResume;
    private int checkpointEvery = Safeguards.DEFAULT.checkpointEvery();
    private int keepCheckpoints = Safeguards.DEFAULT.keep();
    private int skips;
    private List<String> command = List.of();

    Recipe() {}

    abstract R self();

    /** Sets the preset that all other options differ from (default: {@link Preset#STANDARD}). */
    public R preset(Preset preset) {
        hyperparameters.preset = preset;
        return self();
    }

    /** Sets the passes over the training texts, instead of {@link #steps} or {@link #minutes}. */
    public R epochs(int epochs) {
        hyperparameters.epochs = epochs;
        return self();
    }

    /** Sets the number of optimizer steps, instead of {@link #epochs} or {@link #minutes}. */
    public R steps(int steps) {
        hyperparameters.steps = steps;
        return self();
    }

    /** Sets the time, evaluations included, instead of {@link #epochs}. Such runs cannot be repeated exactly. */
    public R minutes(double minutes) {
        hyperparameters.minutes = minutes;
        return self();
    }

    /** Sets the texts of a batch, instead of {@link #batchTokens}. */
    public R batchSize(int texts) {
        hyperparameters.batchSize = texts;
        return self();
    }

    /** Sets the greatest number of tokens in a batch, instead of {@link #batchSize}. */
    public R batchTokens(int tokens) {
        hyperparameters.batchTokens = tokens;
        return self();
    }

    /** Sets whether texts of similar lengths share a batch (default: no). */
    public R groupByLength(boolean group) {
        hyperparameters.groupByLength = group;
        return self();
    }

    /** Sets the highest learning rate. */
    public R learningRate(double rate) {
        hyperparameters.learningRate = rate;
        return self();
    }

    /** Sets what follows the warm-up. */
    public R schedule(Schedule schedule) {
        hyperparameters.schedule = schedule;
        return self();
    }

    /** Sets the share of the steps in which the learning rate rises, in [0, 1]. */
    public R warmup(double share) {
        hyperparameters.warmup = share;
        return self();
    }

    /** Sets the largest gradient norm; larger gradients are scaled down to it. */
    public R clip(double norm) {
        hyperparameters.clip = norm;
        return self();
    }

    /** Sets the decoupled weight decay of AdamW; 0 is Adam. */
    public R weightDecay(double rate) {
        hyperparameters.weightDecay = rate;
        return self();
    }

    /** Sets the steps between evaluations on dev; 0 evaluates after epochs only. */
    public R evaluateEvery(int steps) {
        hyperparameters.evaluateEvery = steps;
        return self();
    }

    /** Sets the figure on dev by which the best model is chosen. */
    public R metric(Metric metric) {
        hyperparameters.metric = metric;
        return self();
    }

    /** Sets after how many evaluations without a better one the run stops; 0 never stops early. */
    public R patience(int evaluations) {
        hyperparameters.patience = evaluations;
        return self();
    }

    /** Sets the seed of weights, order and dropout (default: 42). */
    public R seed(long seed) {
        hyperparameters.seed = seed;
        return self();
    }

    /** Sets the pieces of a batch that are computed side by side (default: all cores). They determine the result. */
    public R shards(int shards) {
        hyperparameters.shards = shards;
        return self();
    }

    /** Sets what computes (default: {@link Engine#best}). */
    public R engine(Engine engine) {
        this.engine = engine;
        return self();
    }

    /** Sets the user's folders and variables (default: {@link Environment#defaults}). */
    public R environment(Environment environment) {
        this.environment = environment;
        return self();
    }

    /** Sets the listener, which receives notes and progress and may stop the run. */
    public R listener(TrainingListener listener) {
        this.listener = listener;
        return self();
    }

    /** Sets whether a run goes on from its newest whole checkpoint, or begins where there is none (default: no). */
    public R resume(boolean resume) {
        this.resume = resume;
        return self();
    }

    /** Sets whether to resume even if data, tokenizer, options or program differ; the model's provenance says so. */
    public R forceResume(boolean force) {
        this.forceResume = force;
        return self();
    }

    /** Sets the steps between checkpoints; 0, the default, saves every minute as far as it takes 3 % of the time. */
    public R checkpointEvery(int steps) {
        this.checkpointEvery = steps;
        return self();
    }

    /** Sets how many checkpoints are kept (default: 2). */
    public R keepCheckpoints(int checkpoints) {
        this.keepCheckpoints = checkpoints;
        return self();
    }

    /** Sets how many steps without a finite loss or gradient are left out before the run stops (default: 0). */
    public R skipNonFinite(int steps) {
        this.skips = steps;
        return self();
    }

    /** Sets the arguments of the program that repeat this run, for the provenance (default: none). */
    public R command(List<String> arguments) {
        this.command = List.copyOf(arguments);
        return self();
    }

    /** How a run begins in a directory. */
    RunStart start(Path out) {
        return new RunStart(
                out,
                resume || forceResume,
                forceResume,
                new Safeguards(checkpointEvery, keepCheckpoints, skips),
                command);
    }
}
