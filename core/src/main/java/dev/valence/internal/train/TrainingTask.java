package dev.valence.internal.train;

import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.TransformerModel;
import dev.valence.train.Validation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A training task: model, batches, validation and saving, which {@link Training} does not need to know.
 *
 * <p>Not thread-safe: a run belongs to one thread.
 */
public interface TrainingTask {
    /** The model whose weights are trained. */
    TransformerModel model();

    /** The worker pool; the training must be its only user. */
    WorkerPool pool();

    /** The batches of an epoch as indices of texts, a function of the epoch's number, counted from 0. */
    List<int[]> epoch(int epoch);

    /**
     * Returns one batch.
     *
     * @param step optimizer steps taken before
     * @param texts indices from {@link #epoch}
     */
    TrainingBatch batch(int step, int[] texts);

    /**
     * Evaluates the model on held-out texts.
     *
     * @param step optimizer steps taken before
     */
    Validation validate(int step);

    /**
     * Saves the model as a directory that can be opened, replacing one that this run saved before.
     *
     * @param directory where to
     * @param provenance what made the weights
     */
    void save(Path directory, Map<String, ?> provenance);
}
