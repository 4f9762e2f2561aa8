package dev.valence.internal.baseline;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalDouble;

/**
 * Minimizes a smooth function of many variables by limited-memory BFGS (Liu and Nocedal 1989). Steps, scaling and
 * stopping are those of L-BFGS-B 3.0 without bounds, so that it goes the way SciPy's {@code minimize} goes.
 *
 * @param memory how many past steps the curvature is estimated from
 * @param gradientTolerance stops when no component of the gradient is greater
 * @param valueTolerance stops when a step lowers the value by no greater part of it, or of 1 where it is smaller
 * @param maximumIterations stops after so many steps
 */
record Lbfgs(int memory, double gradientTolerance, double valueTolerance, int maximumIterations) {
    /** Why it stopped. */
    public enum Stop {
        /** The gradient is small. */
        GRADIENT,
        /** The value hardly falls any more. */
        VALUE,
        /** The steps are used up. */
        ITERATIONS,
        /** No step along the steepest descent lowers the value enough: rounding, or a wrong gradient. */
        LINE_SEARCH
    }

    /** Where it stopped. */
    public static final class Minimum {
        private final double[] point;
        private final double value;
        private final int iterations;
        private final Stop stop;

        Minimum(double[] point, double value, int iterations, Stop stop) {
            this.point = point;
            this.value = value;
            this.iterations = iterations;
            this.stop = stop;
        }

        /** The last point, not a copy. */
        public double[] point() {
            return point;
        }

        /** The value there. */
        public double value() {
            return value;
        }

        /** How many steps were taken. */
        public int iterations() {
            return iterations;
        }

        /** Why it stopped. */
        public Stop stop() {
            return stop;
        }
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one of them is negative, or there is no memory
     */
    public Lbfgs {
        if (memory < 1 || !(gradientTolerance >= 0) || !(valueTolerance >= 0) || maximumIterations < 0) {
            throw new IllegalArgumentException("memory must be positive, tolerances and iterations not negative, found "
                    + memory + ", " + gradientTolerance + ", " + valueTolerance + ", " + maximumIterations);
        }
    }

    /**
     * Walks from {@code start} to where one of the conditions to stop holds.
     *
     * @param start not changed
     * @throws IllegalArgumentException if the value is not finite somewhere on the way
     */
    Minimum minimize(DifferentiableFunction objective, double[] start) {
        return new Walk(objective, start).run();
    }

    /** A past step and how the gradient changed over it. */
    private static final class Correction {
        final double[] step;
        final double[] change;
        final double curvature;

        Correction(double[] step, double[] change) {
            this.step = step;
            this.change = change;
            this.curvature = dot(step, change);
        }
    }

    private final class Walk {
        private final DifferentiableFunction objective;
        private final Deque<Correction> corrections = new ArrayDeque<>(); // newest first
        private double[] point;
        private double[] gradient;
        private double value;

        Walk(DifferentiableFunction objective, double[] start) {
            this.objective = objective;
            this.point = start.clone();
            this.gradient = new double[start.length];
            this.value = evaluate(point, gradient);
        }

        Minimum run() {
            if (largest(gradient) <= gradientTolerance) {
                return new Minimum(point, value, 0, Stop.GRADIENT);
            }
            int iterations = 0;
            while (iterations < maximumIterations) {
                double before = value;
                boolean first = iterations == 0;
                if (!step(first)) {
                    if (corrections.isEmpty()) {
                        return new Minimum(point, value, iterations, Stop.LINE_SEARCH);
                    }
                    corrections.clear(); // try again along the steepest descent
                    continue;
                }
                iterations++;
                if (largest(gradient) <= gradientTolerance) {
                    return new Minimum(point, value, iterations, Stop.GRADIENT);
                }
                double scale = Math.max(1, Math.max(Math.abs(before), Math.abs(value)));
                if (before - value <= valueTolerance * scale) {
                    return new Minimum(point, value, iterations, Stop.VALUE);
                }
            }
            return new Minimum(point, value, iterations, Stop.ITERATIONS);
        }

        /** Takes one step; returns false, and stays, where none is found. */
        private boolean step(boolean first) {
            double[] direction = direction();
            double slope = dot(gradient, direction);
            if (slope >= 0) {
                return false;
            }
            double[] nextPoint = new double[point.length];
            double[] nextGradient = new double[point.length];
            double[] nextValue = new double[1];
            LineSearch.Ray ray = length -> {
                for (int i = 0; i < nextPoint.length; i++) {
                    nextPoint[i] = point[i] + length * direction[i];
                }
                nextValue[0] = evaluate(nextPoint, nextGradient);
                return new LineSearch.Trial(length, nextValue[0], dot(nextGradient, direction));
            };
            double firstLength = first ? 1 / Math.sqrt(dot(direction, direction)) : 1;
            OptionalDouble length = LineSearch.search(ray, new LineSearch.Trial(0, value, slope), firstLength);
            if (length.isEmpty()) {
                return false;
            }
            remember(nextPoint, nextGradient, -slope * length.getAsDouble());
            point = nextPoint;
            gradient = nextGradient;
            value = nextValue[0];
            return true;
        }

        /** Keeps what the step told of the curvature, unless it is lost in rounding. */
        private void remember(double[] nextPoint, double[] nextGradient, double descent) {
            Correction correction = new Correction(minus(nextPoint, point), minus(nextGradient, gradient));
            if (correction.curvature <= Math.ulp(1.0) * descent) {
                return;
            }
            if (corrections.size() == memory) {
                corrections.removeLast();
            }
            corrections.addFirst(correction);
        }

        /** The two-loop recursion: minus the estimated inverse Hessian times the gradient. */
        private double[] direction() {
            double[] direction = gradient.clone();
            double[] weights = new double[corrections.size()];
            int k = 0;
            for (Correction correction : corrections) {
                weights[k] = dot(correction.step, direction) / correction.curvature;
                add(-weights[k++], correction.change, direction);
            }
            Correction newest = corrections.peekFirst();
            double scale = newest == null ? 1 : newest.curvature / dot(newest.change, newest.change);
            for (int i = 0; i < direction.length; i++) {
                direction[i] *= -scale;
            }
            for (Iterator<Correction> oldestFirst = corrections.descendingIterator(); oldestFirst.hasNext(); ) {
                Correction correction = oldestFirst.next();
                double weight = dot(correction.change, direction) / correction.curvature;
                add(-weights[--k] - weight, correction.step, direction);
            }
            return direction;
        }

        private double evaluate(double[] at, double[] gradientThere) {
            double found = objective.evaluate(at, gradientThere);
            if (!Double.isFinite(found)) {
                throw new IllegalArgumentException("the objective must be finite, found " + found);
            }
            return found;
        }
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    /** Four sums side by side: quicker, and less is lost in rounding. */
    private static double dot(double[] left, double[] right) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int whole = left.length & -4;
        for (int i = 0; i < whole; i += 4) {
            first += left[i] * right[i];
            second += left[i + 1] * right[i + 1];
            third += left[i + 2] * right[i + 2];
            fourth += left[i + 3] * right[i + 3];
        }
        for (int i = whole; i < left.length; i++) {
            first += left[i] * right[i];
        }
        return (first + second) + (third + fourth);
    }

    private static void add(double factor, double[] values, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * values[i];
        }
    }

    private static double[] minus(double[] left, double[] right) {
        double[] difference = new double[left.length];
        for (int i = 0; i < left.length; i++) {
            difference[i] = left[i] - right[i];
        }
        return difference;
    }
}
