package dev.valence.evaluate;

/**
 * Student's t distribution with a whole number of degrees of freedom, by the finite sums of M. Abramowitz and I. A. Stegun,
 * "Handbook of Mathematical Functions", 1964, 26.7.3 and 26.7.4. Probabilities are right to about 15 decimals.
 */
final class StudentT {
    private static final int HALVINGS = 200; // more than a double has bits, for any start

    private StudentT() {}

    /** Probability that a variable is at least as far from 0 as {@code t}. */
    static double twoSided(double t, int degreesOfFreedom) {
        requireDegrees(degreesOfFreedom);
        return Math.max(0, 1 - within(Math.abs(t), degreesOfFreedom));
    }

    /**
     * The distance from 0 that a variable stays within with that probability.
     *
     * @throws IllegalArgumentException if {@code probability} is not in (0, 1)
     */
    static double distance(double probability, int degreesOfFreedom) {
        requireDegrees(degreesOfFreedom);
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability must be in (0, 1), found " + probability);
        }
        double high = 1;
        while (within(high, degreesOfFreedom) < probability) {
            high *= 2;
        }
        double low = 0;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (within(middle, degreesOfFreedom) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static void requireDegrees(int degreesOfFreedom) {
        if (degreesOfFreedom < 1) {
            throw new IllegalArgumentException("degrees of freedom must be at least 1, found " + degreesOfFreedom);
        }
    }

    /** Probability of a value between -t and t. */
    private static double within(double t, int degreesOfFreedom) {
        double angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
        double cosine = Math.cos(angle);
        boolean odd = degreesOfFreedom % 2 == 1;
        double term = odd ? cosine : 1;
        double sum = 0;
        for (int power = odd ? 1 : 0; power <= degreesOfFreedom - 2; power += 2) {
            sum += term;
            term *= cosine * cosine * (power + 1) / (power + 2);
        }
        return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
    }
}
