package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.train.Metric;
import dev.valence.train.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Hyper-parameters of a training run. Every combination that can be built is valid.
 *
 * @param budget when training ends
 * @param batching how the epoch is cut into batches
 * @param optimization how a step is taken
 * @param selection when to evaluate and which model to keep
 * @param aids what fine-tuning is helped by
 * @param seed of weights, shuffles and dropout
 * @param shards pieces a batch is cut into; part of what determines the result
 */
public record TrainingConfig(
        Budget budget,
        Batching batching,
        Optimization optimization,
        Selection selection,
        TrainingAids aids,
        long seed,
        int shards) {
    /**
     * Checks the parts.
     *
     * @throws InputException if one is out of its range
     */
    public TrainingConfig {
        require(shards >= 1 && shards <= 256, "the number of shards must be in [1, 256], found " + shards);
    }

    /** Without aids. */
    public TrainingConfig(
            Budget budget, Batching batching, Optimization optimization, Selection selection, long seed, int shards) {
        this(budget, batching, optimization, selection, TrainingAids.NONE, seed, shards);
    }

    /**
     * Budget of a training: epochs, steps or minutes. With minutes, the number of steps depends on the machine.
     *
     * @param epochs passes over the training texts, or 0
     * @param steps optimizer steps, or 0
     * @param minutes time with evaluations, or 0
     */
    public record Budget(int epochs, int steps, double minutes) {
        /**
         * Checks the parts.
         *
         * @throws InputException if not exactly one of them is given
         */
        public Budget {
            int given = (epochs != 0 ? 1 : 0) + (steps != 0 ? 1 : 0) + (minutes != 0 ? 1 : 0);
            require(
                    given == 1 && epochs >= 0 && steps >= 0 && minutes >= 0 && minutes < 1e6,
                    "training ends after a number of epochs, of steps or of minutes, one of them and above 0; found "
                            + epochs + " epochs, " + steps + " steps, " + minutes + " minutes");
        }

        /** Passes over the training texts. */
        public static Budget ofEpochs(int epochs) {
            require(epochs >= 1, "the number of epochs must be at least 1, found " + epochs);
            return new Budget(epochs, 0, 0);
        }

        /** Optimizer steps. */
        public static Budget ofSteps(int steps) {
            require(steps >= 1, "the number of steps must be at least 1, found " + steps);
            return new Budget(0, steps, 0);
        }

        /** Time. */
        public static Budget ofMinutes(double minutes) {
            require(minutes > 0, "the number of minutes must be above 0, found " + minutes);
            return new Budget(0, 0, minutes);
        }
    }

    /**
     * How an epoch is split into batches.
     *
     * @param texts texts of a batch, or 0 where tokens count
     * @param tokens most tokens of a batch, or 0 where texts count
     * @param byLength whether texts of like lengths share a batch
     */
    public record Batching(int texts, int tokens, boolean byLength) {
        /**
         * Checks the parts.
         *
         * @throws InputException if not exactly one of the sizes is given
         */
        public Batching {
            require(
                    texts >= 0 && tokens >= 0 && (texts == 0) != (tokens == 0),
                    "a batch is sized either by texts or by tokens, at least 1; found " + texts + " texts and " + tokens
                            + " tokens");
        }
    }

    /**
     * Optimizer and learning rate of a step.
     *
     * @param learningRate highest learning rate
     * @param schedule what follows the warm-up
     * @param warmup share of all steps in which the rate rises, in [0, 1)
     * @param clip largest gradient norm
     * @param weightDecay decoupled weight decay: 0 makes it Adam, more AdamW
     */
    public record Optimization(double learningRate, Schedule schedule, double warmup, double clip, double weightDecay) {
        /**
         * Checks the parts.
         *
         * @throws InputException if one is out of its range
         */
        public Optimization {
            require(
                    learningRate > 0 && learningRate < 10,
                    "the learning rate must be in (0, 10), found " + learningRate);
            require(warmup >= 0 && warmup < 1, "the warm-up share must be in [0, 1), found " + warmup);
            require(clip > 0, "the largest gradient norm must be above 0, found " + clip);
            require(weightDecay >= 0 && weightDecay < 10, "the weight decay must be in [0, 10), found " + weightDecay);
        }
    }

    /**
     * When to evaluate and which model to keep.
     *
     * @param everySteps steps between evaluations, besides those at the end of each epoch; 0 for these only
     * @param metric which figure decides
     * @param patience evaluations without a better figure after which training stops; 0 to never stop
     */
    public record Selection(int everySteps, Metric metric, int patience) {
        /**
         * Checks the parts.
         *
         * @throws InputException if one is out of its range
         */
        public Selection {
            require(everySteps >= 0, "the steps between evaluations must not be negative, found " + everySteps);
            require(patience >= 0, "the patience must not be negative, found " + patience);
        }
    }

    /** The recommended configuration for random weights; see docs/results.md. */
    public static TrainingConfig standard(int shards) {
        return new TrainingConfig(
                Budget.ofEpochs(4),
                new Batching(64, 0, false),
                new Optimization(5e-4, Schedule.LINEAR, 0.1, 1, 0.01),
                new Selection(250, Metric.ACCURACY, 0),
                42,
                shards);
    }

    /**
     * For an encoder that was published pre-trained, such as BERT: batches of 32 and 3 epochs at a small learning rate
     * (Devlin et al., "BERT", 2019, appendix A.3).
     */
    public static TrainingConfig published(int shards) {
        return new TrainingConfig(
                Budget.ofEpochs(3),
                new Batching(32, 0, false),
                new Optimization(3e-5, Schedule.LINEAR, 0.1, 1, 0.01),
                new Selection(250, Metric.ACCURACY, 0),
                42,
                shards);
    }

    /** The tutorial's: Adam with a constant 5e-5, clip 1, 10 epochs of batches of 64, evaluation every 500 steps. */
    public static TrainingConfig tutorial(int shards) {
        return new TrainingConfig(
                Budget.ofEpochs(10),
                new Batching(64, 0, false),
                new Optimization(5e-5, Schedule.CONSTANT, 0, 1, 0),
                new Selection(500, Metric.ACCURACY, 0),
                42,
                shards);
    }

    /**
     * For continued pre-training of a published encoder: as {@link #pretraining}, at the small learning rate of
     * fine-tuning, so that little is forgotten.
     */
    public static TrainingConfig furtherPretraining(int shards) {
        TrainingConfig anew = pretraining(shards);
        Optimization rate = new Optimization(5e-5, Schedule.LINEAR, 0.05, 1, 0.01);
        return new TrainingConfig(anew.budget(), anew.batching(), rate, anew.selection(), anew.seed(), shards);
    }

    /** The recommended configuration for pre-training; see docs/results.md. */
    public static TrainingConfig pretraining(int shards) {
        return new TrainingConfig(
                Budget.ofEpochs(1),
                new Batching(0, 2048, false),
                new Optimization(1e-3, Schedule.LINEAR, 0.05, 1, 0.01),
                new Selection(1000, Metric.LOSS, 0),
                42,
                shards);
    }

    /** The tutorial's pre-training: Adam with a constant 3e-4, clip 1, batches of 64, evaluation every 500 steps. */
    public static TrainingConfig tutorialPretraining(int shards) {
        return new TrainingConfig(
                Budget.ofEpochs(10),
                new Batching(64, 0, false),
                new Optimization(3e-4, Schedule.CONSTANT, 0, 1, 0),
                new Selection(500, Metric.LOSS, 0),
                42,
                shards);
    }

    /** The same with another seed. */
    public TrainingConfig withSeed(long other) {
        return new TrainingConfig(budget, batching, optimization, selection, aids, other, shards);
    }

    /** The same with other aids. */
    public TrainingConfig withAids(TrainingAids others) {
        return new TrainingConfig(budget, batching, optimization, selection, others, seed, shards);
    }

    /** Everything by name, in a fixed order, as it is written to files. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("epochs", budget.epochs());
        map.put("steps", budget.steps());
        map.put("minutes", budget.minutes());
        map.put("batch_texts", batching.texts());
        map.put("batch_tokens", batching.tokens());
        map.put("batch_by_length", batching.byLength());
        map.put("learning_rate", optimization.learningRate());
        map.put("schedule", optimization.schedule().id());
        map.put("warmup", optimization.warmup());
        map.put("clip", optimization.clip());
        map.put("weight_decay", optimization.weightDecay());
        map.put("evaluate_every", selection.everySteps());
        map.put("metric", selection.metric().id());
        map.put("patience", selection.patience());
        aids.putInto(map);
        map.put("seed", seed);
        map.put("shards", shards);
        return map;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new InputException(message);
        }
    }
}
