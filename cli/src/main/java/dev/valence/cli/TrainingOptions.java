package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.train.Metric;
import dev.valence.train.Preset;
import dev.valence.train.Recipe;
import dev.valence.train.Schedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Hyper-parameters: a preset and what differs from it. */
final class TrainingOptions {
    private static final double ADAMW_DECAY = 0.01;

    @Option(names = "--preset", paramLabel = "NAME")
    private String preset = "standard";

    @Option(names = "--epochs", paramLabel = "N")
    private @Nullable Integer epochs;

    @Option(names = "--steps", paramLabel = "N")
    private @Nullable Integer steps;

    @Option(names = "--minutes", paramLabel = "M")
    private @Nullable Double minutes;

    @Option(names = "--batch-size", paramLabel = "N")
    private @Nullable Integer batchSize;

    @Option(names = "--batch-tokens", paramLabel = "N")
    private @Nullable Integer batchTokens;

    @Option(names = "--group-by-length")
    private @Nullable Boolean groupByLength;

    @Option(names = "--learning-rate", paramLabel = "RATE")
    private @Nullable Double learningRate;

    @Option(names = "--schedule", paramLabel = "KIND")
    private @Nullable String schedule;

    @Option(names = "--warmup", paramLabel = "SHARE")
    private @Nullable Double warmup;

    @Option(names = "--clip", paramLabel = "NORM")
    private @Nullable Double clip;

    @Option(names = "--optimizer", paramLabel = "NAME")
    private @Nullable String optimizer;

    @Option(names = "--weight-decay", paramLabel = "RATE")
    private @Nullable Double weightDecay;

    @Option(names = "--evaluate-every", paramLabel = "STEPS")
    private @Nullable Integer evaluateEvery;

    @Option(names = "--metric", paramLabel = "NAME")
    private @Nullable String metric;

    @Option(names = "--patience", paramLabel = "N")
    private @Nullable Integer patience;

    @Option(names = "--seed", paramLabel = "N")
    private @Nullable Long seed;

    @Option(names = "--shards", paramLabel = "N")
    private int shards = Runtime.getRuntime().availableProcessors();

    /** Sets what was asked for. */
    void applyTo(Recipe<?> recipe) {
        recipe.preset(Preset.of(preset)).shards(shards);
        Options.set(epochs, recipe::epochs);
        Options.set(steps, recipe::steps);
        Options.set(minutes, recipe::minutes);
        Options.set(batchSize, recipe::batchSize);
        Options.set(batchTokens, recipe::batchTokens);
        Options.set(groupByLength, recipe::groupByLength);
        Options.set(learningRate, recipe::learningRate);
        Options.set(schedule, name -> recipe.schedule(Schedule.of(name)));
        Options.set(warmup, recipe::warmup);
        Options.set(clip, recipe::clip);
        Options.set(decay(), recipe::weightDecay);
        Options.set(evaluateEvery, recipe::evaluateEvery);
        Options.set(metric, name -> recipe.metric(Metric.of(name)));
        Options.set(patience, recipe::patience);
        Options.set(seed, recipe::seed);
    }

    /** The pieces of a batch. */
    int shards() {
        return shards;
    }

    /** The preset's, unless decay or optimizer were named. */
    private @Nullable Double decay() {
        if (optimizer == null) {
            return weightDecay;
        }
        return switch (optimizer) {
            case "adamw" -> weightDecay == null && Preset.of(preset) == Preset.TUTORIAL ? ADAMW_DECAY : weightDecay;
            case "adam" -> {
                if (weightDecay != null && weightDecay > 0) {
                    throw new InputException(
                            "--weight-decay belongs to adamw, found --optimizer adam; drop one of them");
                }
                yield 0.0;
            }
            default -> throw new InputException("--optimizer must be adam or adamw, found '" + optimizer + "'");
        };
    }
}
