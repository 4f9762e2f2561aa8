package dev.valence.internal.train;

import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.TransformerModel;
import java.util.function.Supplier;

/**
 * The exponential moving average of a model's weights over the steps of a run, which predicts better than the weights of any
 * one step while the learning rate is high (Polyak and Juditsky, "Acceleration of Stochastic Approximation by Averaging",
 * 1992). Early steps count less long, so that the first weights are soon forgotten.
 */
final class WeightAverage {
    private static final int STRETCH = 1 << 15; // elements of one task: two streams of it fit the second-level cache
    private static final double SLOWEST_START = 10; // after n steps at most (1 + n) / (10 + n) stays

    private final double decay;
    private final TransformerModel model;
    private final WorkerPool pool;
    private final float[] weights;
    private final float[] average;

    /**
     * @param decay share of the average that stays at every step, in [0, 1); 0 for no average
     * @param model with the weights a run starts from
     * @param pool who computes
     */
    WeightAverage(double decay, TransformerModel model, WorkerPool pool) {
        this.decay = decay;
        this.model = model;
        this.pool = pool;
        this.weights = model.parameters().values();
        this.average = decay > 0 ? weights.clone() : new float[0];
    }

    /** Returns whether there is an average; without it, the weights themselves are evaluated and saved. */
    boolean used() {
        return decay > 0;
    }

    /** The average, laid out as the parameters; not a copy. */
    float[] values() {
        return average;
    }

    /** Restarts from the current weights. */
    void restart() {
        System.arraycopy(weights, 0, average, 0, average.length);
    }

    /** Adds the weights after step number {@code step}, counted from 1. */
    void add(long step) {
        if (!used()) {
            return;
        }
        float taken = (float) (1 - Math.min(decay, (1 + step) / (SLOWEST_START + step)));
        pool.run((average.length + STRETCH - 1) / STRETCH, task -> {
            int end = Math.min(average.length, (task + 1) * STRETCH);
            for (int i = task * STRETCH; i < end; i++) {
                average[i] += taken * (weights[i] - average[i]); // so that frozen weights stay the very same
            }
        });
    }

    /** Runs an action with the average, if there is one, in place of the model's weights, and restores them. */
    <T> T inPlace(Supplier<T> action) {
        if (!used()) {
            return action.get();
        }
        exchange();
        try {
            return action.get();
        } finally {
            exchange();
        }
    }

    private void exchange() {
        for (int i = 0; i < average.length; i++) {
            float weight = weights[i];
            weights[i] = average[i];
            average[i] = weight;
        }
        model.refresh(pool);
    }
}
