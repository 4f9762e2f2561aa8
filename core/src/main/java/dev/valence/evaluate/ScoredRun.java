package dev.valence.evaluate;

import org.jspecify.annotations.Nullable;

/**
 * One training run with its evaluation.
 *
 * @param name what the run is called
 * @param seed of the run, or null where nothing is random
 * @param seconds that training took
 * @param evaluation how good the model is
 */
public record ScoredRun(String name, @Nullable Long seed, double seconds, Evaluation evaluation) {}
