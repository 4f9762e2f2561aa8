package dev.valence.internal.baseline;

import dev.valence.internal.baseline.LineSearch.Trial;

/**
 * Guesses where the minimum along a direction lies from two ends of an interval and a step tried between or beyond them
 * (Moré and Thuente 1994, section 4; MINPACK-2's {@code dcstep}): the minimum of a cubic through values and slopes, of a
 * parabola, or a cautious mixture.
 */
final class StepInterpolation {
    private static final double LARGEST_PART = 0.66;

    private final Trial best;
    private final Trial other;
    private final Trial trial;

    StepInterpolation(Trial best, Trial other, Trial trial) {
        this.best = best;
        this.other = other;
        this.trial = trial;
    }

    /** Whether the step tried is worse than the best. */
    boolean higher() {
        return trial.value() > best.value();
    }

    /** Whether a minimum lies between the step tried and the best because of their slopes. */
    boolean slopesDiffer() {
        return Math.signum(trial.slope()) * Math.signum(best.slope()) < 0;
    }

    /** Whether a minimum lies between the step tried and the best. */
    boolean brackets() {
        return higher() || slopesDiffer();
    }

    /**
     * The step to try next.
     *
     * @param bracketed whether the interval was known to hold a minimum before
     * @param lower least step to extrapolate to
     * @param upper greatest step to extrapolate to
     */
    double step(boolean bracketed, double lower, double upper) {
        if (higher()) {
            return betweenHigherValueAndBest();
        }
        double bound = trial.step() > best.step() ? upper : lower;
        if (slopesDiffer()) {
            return fartherFromTrial(cubicMinimum(trial, best), secant());
        }
        if (Math.abs(trial.slope()) < Math.abs(best.slope())) {
            double cubic = extrapolatedCubicMinimum(bound);
            return bracketed
                    ? withinInterval(closerToTrial(cubic, secant()))
                    : Math.max(lower, Math.min(upper, fartherFromTrial(cubic, secant())));
        }
        return bracketed ? cubicMinimum(trial, other) : bound;
    }

    private double betweenHigherValueAndBest() {
        double distance = trial.step() - best.step();
        double descent = (best.value() - trial.value()) / distance + best.slope();
        double parabola = best.step() + best.slope() / descent / 2 * distance;
        double cubic = cubicMinimum(best, trial);
        return Math.abs(cubic - best.step()) <= Math.abs(parabola - best.step())
                ? cubic
                : cubic + (parabola - cubic) / 2;
    }

    /** Where the slope vanishes if it changes evenly. */
    private double secant() {
        return trial.step() + trial.slope() / (trial.slope() - best.slope()) * (best.step() - trial.step());
    }

    private static double cubicMinimum(Trial from, Trial to) {
        double theta = theta(from, to);
        double gamma = Math.copySign(Math.sqrt(discriminant(from, to, theta)), to.step() - from.step());
        double ratio = (gamma - from.slope() + theta) / (gamma - from.slope() + gamma + to.slope());
        return from.step() + ratio * (to.step() - from.step());
    }

    /** The cubic's minimum if it lies beyond the step tried, else the bound. */
    private double extrapolatedCubicMinimum(double bound) {
        double theta = theta(trial, best);
        double gamma =
                Math.copySign(Math.sqrt(Math.max(0, discriminant(trial, best, theta))), best.step() - trial.step());
        double ratio = (gamma - trial.slope() + theta) / (gamma + (best.slope() - trial.slope()) + gamma);
        return ratio < 0 && gamma != 0 ? trial.step() + ratio * (best.step() - trial.step()) : bound;
    }

    private static double theta(Trial from, Trial to) {
        return 3 * (from.value() - to.value()) / (to.step() - from.step()) + from.slope() + to.slope();
    }

    private static double discriminant(Trial from, Trial to, double theta) {
        return theta * theta - from.slope() * to.slope();
    }

    private double closerToTrial(double first, double second) {
        return Math.abs(first - trial.step()) < Math.abs(second - trial.step()) ? first : second;
    }

    private double fartherFromTrial(double first, double second) {
        return Math.abs(first - trial.step()) > Math.abs(second - trial.step()) ? first : second;
    }

    private double withinInterval(double step) {
        double bound = trial.step() + LARGEST_PART * (other.step() - trial.step());
        return trial.step() > best.step() ? Math.min(bound, step) : Math.max(bound, step);
    }
}
