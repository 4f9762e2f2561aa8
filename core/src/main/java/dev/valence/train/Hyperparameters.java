package dev.valence.train;

import dev.valence.InputException;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.train.TrainingConfig.Budget;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Hyper-parameters of a recipe: a preset and what differs from it. */
final class Hyperparameters {
    Preset preset = Preset.STANDARD;

    @Nullable
    Integer epochs;

    @Nullable
    Integer steps;

    @Nullable
    Double minutes;

    @Nullable
    Integer batchSize;

    @Nullable
    Integer batchTokens;

    @Nullable
    Boolean groupByLength;

    @Nullable
    Double learningRate;

    @Nullable
    Schedule schedule;

    @Nullable
    Double warmup;

    @Nullable
    Double clip;

    @Nullable
    Double weightDecay;

    @Nullable
    Integer evaluateEvery;

    @Nullable
    Metric metric;

    @Nullable
    Integer patience;

    @Nullable
    Long seed;

    int shards = Runtime.getRuntime().availableProcessors();

    boolean tutorial() {
        return preset == Preset.TUTORIAL;
    }

    /** Whether the learning rate was left to the standard preset. */
    boolean usesRateOfPreset() {
        return learningRate == null && !tutorial();
    }

    /** Hyper-parameters that start from one of two presets, each made for a number of shards. */
    TrainingConfig config(IntFunction<TrainingConfig> standard, IntFunction<TrainingConfig> tutorial) {
        TrainingConfig base = (tutorial() ? tutorial : standard).apply(shards);
        return new TrainingConfig(
                budget(base.budget()),
                batching(base.batching()),
                optimization(base.optimization()),
                new TrainingConfig.Selection(
                        or(evaluateEvery, base.selection().everySteps()),
                        or(metric, base.selection().metric()),
                        or(patience, base.selection().patience())),
                or(seed, base.seed()),
                shards);
    }

    private Budget budget(Budget base) {
        if (Stream.of(epochs, steps, minutes).filter(Objects::nonNull).count() > 1) {
            throw new InputException("--epochs, --steps and --minutes exclude each other; give one of them");
        }
        if (steps != null) {
            return Budget.ofSteps(steps);
        }
        if (minutes != null) {
            return Budget.ofMinutes(minutes);
        }
        return epochs == null ? base : Budget.ofEpochs(epochs);
    }

    private TrainingConfig.Batching batching(TrainingConfig.Batching base) {
        boolean grouped = or(groupByLength, base.byLength());
        if (batchTokens != null) {
            if (batchSize != null) {
                throw new InputException("--batch-size and --batch-tokens exclude each other; give one of them");
            }
            return new TrainingConfig.Batching(0, batchTokens, grouped);
        }
        return batchSize == null
                ? new TrainingConfig.Batching(base.texts(), base.tokens(), grouped)
                : new TrainingConfig.Batching(batchSize, 0, grouped);
    }

    private TrainingConfig.Optimization optimization(TrainingConfig.Optimization base) {
        return new TrainingConfig.Optimization(
                or(learningRate, base.learningRate()),
                or(schedule, base.schedule()),
                or(warmup, base.warmup()),
                or(clip, base.clip()),
                or(weightDecay, base.weightDecay()));
    }

    private static <T> T or(@Nullable T given, T base) {
        return given == null ? base : given;
    }
}
