package dev.valence.train;

/**
 * How the model does on the validation split at some moment of training.
 *
 * @param step optimizer steps taken before
 * @param loss mean cross entropy over all examples
 * @param accuracy share of examples classified rightly
 * @param macroF1 mean F1 of the classes
 */
public record Validation(int step, double loss, double accuracy, double macroF1) {}
