package dev.valence.internal.train;

import dev.valence.train.Schedule;

/**
 * Learning rate by step: a linear rise over the warm-up steps, then constant, a line to 0, or half a cosine to 0.
 *
 * @param kind what follows the warm-up
 * @param peak highest rate
 * @param warmupSteps steps of the rise
 * @param totalSteps steps of the run
 */
public record LearningRate(Schedule kind, double peak, long warmupSteps, long totalSteps) {

    /** Rate of the step with this number, counted from 0. */
    public double rate(long step) {
        if (step < warmupSteps) {
            return peak * (step + 1) / (warmupSteps + 1);
        }
        double done = Math.min(1, (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
        return switch (kind) {
            case CONSTANT -> peak;
            case LINEAR -> peak * (1 - done);
            case COSINE -> peak * 0.5 * (1 + Math.cos(Math.PI * done));
        };
    }
}
