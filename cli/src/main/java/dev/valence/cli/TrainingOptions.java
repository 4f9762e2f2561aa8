package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.train.TrainingConfig.Budget;
import dev.valence.train.Metric;
import dev.valence.train.Schedule;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Hyper-parameters: a preset and what differs from it. */
final class TrainingOptions {
    private static final double ADAMW_DECAY = 0.01;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "standard, or tutorial: its optimizer, rate, clipping, epochs and evaluations (default: standard)")
    private String preset = "standard";

    @Option(names = "--epochs", paramLabel = "N", description = "passes over the training texts")
    private @Nullable Integer epochs;

    @Option(names = "--steps", paramLabel = "N", description = "optimizer steps, instead of --epochs")
    private @Nullable Integer steps;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description =
                    "time with evaluations, instead of --epochs; how far that comes depends on the machine, so only runs"
                            + " limited by epochs or steps can be repeated exactly")
    private @Nullable Double minutes;

    @Option(names = "--batch-size", paramLabel = "N", description = "texts of a batch")
    private @Nullable Integer batchSize;

    @Option(
            names = "--batch-tokens",
            paramLabel = "N",
            description = "tokens of a batch at most, instead of --batch-size")
    private @Nullable Integer batchTokens;

    @Option(names = "--group-by-length", description = "put texts of like lengths into a batch")
    private @Nullable Boolean groupByLength;

    @Option(names = "--learning-rate", paramLabel = "RATE", description = "highest learning rate")
    private @Nullable Double learningRate;

    @Option(names = "--schedule", paramLabel = "KIND", description = "constant, linear or cosine")
    private @Nullable String schedule;

    @Option(
            names = "--warmup",
            paramLabel = "SHARE",
            description = "share of the steps in which the learning rate rises")
    private @Nullable Double warmup;

    @Option(names = "--clip", paramLabel = "NORM", description = "largest gradient norm")
    private @Nullable Double clip;

    @Option(names = "--optimizer", paramLabel = "NAME", description = "adam or adamw")
    private @Nullable String optimizer;

    @Option(names = "--weight-decay", paramLabel = "RATE", description = "decoupled weight decay of adamw")
    private @Nullable Double weightDecay;

    @Option(
            names = "--evaluate-every",
            paramLabel = "STEPS",
            description = "steps between evaluations on dev; 0: only after epochs")
    private @Nullable Integer evaluateEvery;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description = "accuracy, macro_f1 or loss on dev chooses the best model")
    private @Nullable String metric;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "stop after N evaluations without a better one; 0: never")
    private @Nullable Integer patience;

    @Option(names = "--seed", paramLabel = "N", description = "of weights, order and dropout (default: 42)")
    private @Nullable Long seed;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description =
                    "pieces of a batch that are computed side by side; part of what determines the result (default: all cores)")
    private int shards = Runtime.getRuntime().availableProcessors();

    boolean tutorial() {
        return preset.equals("tutorial");
    }

    /** Whether the learning rate was left to the standard preset. */
    boolean usesRateOfPreset() {
        return learningRate == null && !tutorial();
    }

    /** Hyper-parameters that start from one of two presets, each made for a number of shards. */
    TrainingConfig config(IntFunction<TrainingConfig> standard, IntFunction<TrainingConfig> tutorial) {
        TrainingConfig base =
                switch (preset) {
                    case "standard" -> standard.apply(shards);
                    case "tutorial" -> tutorial.apply(shards);
                    default ->
                        throw new InputException("--preset must be standard or tutorial, found '" + preset + "'");
                };
        return new TrainingConfig(
                budget(base.budget()),
                batching(base.batching()),
                optimization(base.optimization()),
                selection(base.selection()),
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
                schedule == null ? base.schedule() : Schedule.of(schedule),
                or(warmup, base.warmup()),
                or(clip, base.clip()),
                decay(base.weightDecay()));
    }

    private double decay(double base) {
        if (optimizer == null) {
            return or(weightDecay, base);
        }
        return switch (optimizer) {
            case "adamw" -> or(weightDecay, base > 0 ? base : ADAMW_DECAY);
            case "adam" -> {
                if (weightDecay != null && weightDecay > 0) {
                    throw new InputException(
                            "--weight-decay belongs to adamw, found --optimizer adam; drop one of them");
                }
                yield 0;
            }
            default -> throw new InputException("--optimizer must be adam or adamw, found '" + optimizer + "'");
        };
    }

    private TrainingConfig.Selection selection(TrainingConfig.Selection base) {
        return new TrainingConfig.Selection(
                or(evaluateEvery, base.everySteps()),
                metric == null ? base.metric() : Metric.of(metric),
                or(patience, base.patience()));
    }

    private static <T> T or(@Nullable T given, T base) {
        return given == null ? base : given;
    }
}
