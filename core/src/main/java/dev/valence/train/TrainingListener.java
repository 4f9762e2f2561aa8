package dev.valence.train;

import dev.valence.Listener;
import java.util.function.BooleanSupplier;

/**
 * Receives what a training reports, and may stop it. Called on the training thread.
 *
 * <pre>{@code
 * AtomicBoolean cancelled = new AtomicBoolean();
 * Run run = Finetuning.of(dataset)
 *         .listener(TrainingListener.stopWhen(cancelled::get)) // then saves a checkpoint and returns
 *         .train(Path.of("runs/film"));
 * run.interrupted(); // resume(true) goes on from there
 * }</pre>
 */
public interface TrainingListener extends Listener {
    /** Ignores all reports and never stops a run. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * Stops a run on a condition and ignores all reports.
     *
     * @param condition is asked before each step, on the training thread
     */
    static TrainingListener stopWhen(BooleanSupplier condition) {
        return new TrainingListener() {
            @Override
            public boolean stopRequested() {
                return condition.getAsBoolean();
            }
        };
    }

    /**
     * The loop begins; from here until {@link #ended} a stop saves a checkpoint.
     *
     * @param epochs passes over the texts, or 0 if steps or time are limited
     * @param unit what speed is counted in: {@code sentences} or {@code tokens}
     */
    default void started(int epochs, String unit) {}

    /** The loop has ended, by itself or by an exception. */
    default void ended() {}

    /** A step was taken. */
    default void stepped(StepReport progress) {}

    /**
     * A step was left out because its loss or gradient was not finite.
     *
     * @param step its number, counted from 1
     * @param why in words
     */
    default void skipped(int step, String why) {}

    /**
     * The model was evaluated.
     *
     * @param validation its figures
     * @param best whether they are the best so far, so that the model was saved
     */
    default void validated(Validation validation, boolean best) {}

    /** Whether to save a checkpoint and stop before the next step. */
    default boolean stopRequested() {
        return false;
    }

    /**
     * Where a run stands.
     *
     * @param epoch counted from 1
     * @param step optimizer steps taken
     * @param totalSteps steps of the whole run; where its time is limited, about as many
     * @param examples texts trained on since the run was started or resumed
     * @param tokens tokens trained on since then
     * @param loss mean training loss of the last hundred steps
     * @param accuracy training accuracy of the last hundred steps
     * @param learningRate of this step
     * @param gradientNorm of this step, before clipping
     * @param seconds spent training since the run was started or resumed, evaluations and saves left out
     */
    record StepReport(
            int epoch,
            int step,
            int totalSteps,
            long examples,
            long tokens,
            double loss,
            double accuracy,
            double learningRate,
            double gradientNorm,
            double seconds) {
        /** Texts trained on in a second. */
        public double examplesPerSecond() {
            return seconds > 0 ? examples / seconds : 0;
        }

        /** Tokens trained on in a second. */
        public double tokensPerSecond() {
            return seconds > 0 ? tokens / seconds : 0;
        }
    }
}
