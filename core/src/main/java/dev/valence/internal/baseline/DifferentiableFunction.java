package dev.valence.internal.baseline;

/** A function of many variables with its gradient. Called by one thread. */
@FunctionalInterface
interface DifferentiableFunction {
    /**
     * Computes the value and the gradient at a point.
     *
     * @param point not to be changed
     * @param gradient receives the gradient; what it held is overwritten
     * @return the value
     */
    double evaluate(double[] point, double[] gradient);
}
