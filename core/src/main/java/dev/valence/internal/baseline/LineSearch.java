package dev.valence.internal.baseline;

import java.util.OptionalDouble;

/**
 * Finds a step along a direction that satisfies the strong Wolfe conditions (Moré and Thuente 1994, as in MINPACK-2's
 * {@code dcsrch} and with the constants of L-BFGS-B). The step is looked for in an interval that, once it brackets a
 * minimum, shrinks to it; trial steps come from {@link StepInterpolation}.
 */
final class LineSearch {
    private static final double SUFFICIENT_DECREASE = 1e-3;
    private static final double CURVATURE = 0.9;
    private static final double INTERVAL_TOLERANCE = 0.1;
    private static final double LONGEST_STEP = 1e10;
    private static final double LOWER_EXTENSION = 1.1;
    private static final double UPPER_EXTENSION = 4;
    private static final double REQUIRED_SHRINKAGE = 0.66;
    private static final int MAXIMUM_TRIALS = 50;

    /** The function along the direction. */
    @FunctionalInterface
    interface Ray {
        /** Value and derivative at a step. */
        Trial at(double step);
    }

    /** Value and derivative along the direction at a step. */
    record Trial(double step, double value, double slope) {
        /** The same of the function less a line through its start. */
        Trial minusLine(double lineSlope) {
            return new Trial(step, value - step * lineSlope, slope - lineSlope);
        }
    }

    private final Trial start;
    private final double requiredSlope;
    private Trial best;
    private Trial other;
    private boolean bracketed;
    private boolean decreased;
    private double lower;
    private double upper;
    private double width = LONGEST_STEP;
    private double widthBefore = 2 * LONGEST_STEP;

    private LineSearch(Trial start, double firstStep) {
        this.start = start;
        this.requiredSlope = SUFFICIENT_DECREASE * start.slope;
        this.best = start;
        this.other = start;
        this.upper = firstStep + UPPER_EXTENSION * firstStep;
    }

    /**
     * Searches from {@code start}, where the slope must be negative.
     *
     * @return the step last tried on the ray, nothing where none was found
     */
    static OptionalDouble search(Ray ray, Trial start, double firstStep) {
        LineSearch search = new LineSearch(start, firstStep);
        double step = Math.min(firstStep, LONGEST_STEP);
        for (int i = 0; i < MAXIMUM_TRIALS; i++) {
            Trial trial = ray.at(step);
            if (search.accepts(trial)) {
                return OptionalDouble.of(step);
            }
            step = search.next(trial);
        }
        return OptionalDouble.empty();
    }

    private boolean accepts(Trial trial) {
        boolean enough = trial.value <= start.value + trial.step * requiredSlope;
        decreased |= enough && trial.slope >= 0;
        boolean converged = enough && Math.abs(trial.slope) <= -CURVATURE * start.slope;
        return converged || cannotImprove(trial, enough);
    }

    /** Rounding, or a bound, ends the search where it is. */
    private boolean cannotImprove(Trial trial, boolean enough) {
        boolean outside = trial.step <= lower || trial.step >= upper;
        boolean tight = upper - lower <= INTERVAL_TOLERANCE * upper;
        boolean longest = trial.step == LONGEST_STEP && enough && trial.slope <= requiredSlope;
        boolean shortest = trial.step == 0 && (!enough || trial.slope >= requiredSlope);
        return (bracketed && (outside || tight)) || longest || shortest;
    }

    private double next(Trial trial) {
        // Before the first sufficient decrease the function less the line of sufficient decrease is minimized.
        boolean enough = trial.value <= start.value + trial.step * requiredSlope;
        double line = !decreased && trial.value <= best.value && !enough ? requiredSlope : 0;
        StepInterpolation interpolation =
                new StepInterpolation(best.minusLine(line), other.minusLine(line), trial.minusLine(line));
        double step = interpolation.step(bracketed, lower, upper);
        bracketed |= interpolation.brackets();
        narrow(trial, interpolation);
        if (bracketed) {
            step = bisectIfSlow(step);
            lower = Math.min(best.step, other.step);
            upper = Math.max(best.step, other.step);
        } else {
            lower = step + LOWER_EXTENSION * (step - best.step);
            upper = step + UPPER_EXTENSION * (step - best.step);
        }
        step = Math.max(0, Math.min(LONGEST_STEP, step));
        boolean exhausted = step <= lower || step >= upper || upper - lower <= INTERVAL_TOLERANCE * upper;
        return bracketed && exhausted ? best.step : step;
    }

    private void narrow(Trial trial, StepInterpolation interpolation) {
        if (interpolation.higher()) {
            other = trial;
        } else {
            if (interpolation.slopesDiffer()) {
                other = best;
            }
            best = trial;
        }
    }

    private double bisectIfSlow(double step) {
        double widthNow = Math.abs(other.step - best.step);
        double chosen =
                widthNow >= REQUIRED_SHRINKAGE * widthBefore ? best.step + 0.5 * (other.step - best.step) : step;
        widthBefore = width;
        width = widthNow;
        return chosen;
    }
}
