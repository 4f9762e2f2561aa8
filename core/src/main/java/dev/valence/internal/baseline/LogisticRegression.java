package dev.valence.internal.baseline;

import java.util.Arrays;

/**
 * Logistic regression with an L2 penalty, fitted as scikit-learn fits it by default: L-BFGS from zero until no component
 * of the gradient of the mean loss exceeds 1e-4. More than two classes are fitted together (multinomial). Immutable; may
 * be shared between threads.
 */
final class LogisticRegression {
    private static final int MEMORY = 10;
    private static final double GRADIENT_TOLERANCE = 1e-4;
    private static final double VALUE_TOLERANCE = 64 * Math.ulp(1.0);

    private final int classes;
    private final int width;
    private final double[] parameters; // weights [V, K], intercepts [K]
    private final int iterations;
    private final boolean converged;

    private LogisticRegression(int classes, int width, double[] parameters, int iterations, boolean converged) {
        this.classes = classes;
        this.width = width;
        this.parameters = parameters;
        this.iterations = iterations;
        this.converged = converged;
    }

    /**
     * A regression fitted earlier.
     *
     * @param classes number of classes C, at least 2
     * @param coefficients one row for the second of two classes, else one for each class, [1 or C, V]; copied
     * @param intercepts one for each row; copied
     * @throws IllegalArgumentException if the numbers of rows or columns do not fit
     */
    public static LogisticRegression of(int classes, double[][] coefficients, double[] intercepts) {
        int scores = LogisticLoss.scores(classes);
        if (classes < 2 || coefficients.length != scores || intercepts.length != scores) {
            throw new IllegalArgumentException(classes + " classes need " + scores
                    + " rows of coefficients and as many intercepts, found " + coefficients.length + " and "
                    + intercepts.length);
        }
        int width = coefficients[0].length;
        double[] parameters = new double[(width + 1) * scores];
        for (int k = 0; k < scores; k++) {
            if (coefficients[k].length != width) {
                throw new IllegalArgumentException("rows of coefficients must have the same length, found " + width
                        + " and " + coefficients[k].length);
            }
            for (int column = 0; column < width; column++) {
                parameters[column * scores + k] = coefficients[k][column];
            }
            parameters[width * scores + k] = intercepts[k];
        }
        return new LogisticRegression(classes, width, parameters, 0, true);
    }

    /**
     * Fits a regression.
     *
     * @param rows features, [B, V]
     * @param labels class of each row in [0, C)
     * @param classes number of classes C, at least 2
     * @param inverseRegularization scikit-learn's C: the smaller, the stronger the penalty
     * @param maximumIterations after so many steps it stops unconverged
     * @throws IllegalArgumentException if there are no rows, not as many labels as rows, a label is no class, or a number
     *     is not positive
     */
    public static LogisticRegression fit(
            SparseRows rows, int[] labels, int classes, double inverseRegularization, int maximumIterations) {
        requireUsable(rows, labels, classes, inverseRegularization);
        LogisticLoss loss = new LogisticLoss(rows, labels, classes, inverseRegularization);
        Lbfgs solver = new Lbfgs(MEMORY, GRADIENT_TOLERANCE, VALUE_TOLERANCE, maximumIterations);
        Lbfgs.Minimum minimum = solver.minimize(loss, new double[loss.parameters()]);
        boolean converged = minimum.stop() == Lbfgs.Stop.GRADIENT || minimum.stop() == Lbfgs.Stop.VALUE;
        return new LogisticRegression(classes, rows.width(), minimum.point(), minimum.iterations(), converged);
    }

    private static void requireUsable(SparseRows rows, int[] labels, int classes, double inverseRegularization) {
        if (rows.rows() == 0 || rows.rows() != labels.length) {
            throw new IllegalArgumentException("each of at least one row needs a label, found " + rows.rows()
                    + " rows and " + labels.length + " labels");
        }
        if (classes < 2 || !(inverseRegularization > 0)) {
            throw new IllegalArgumentException(
                    "classes must be at least 2 and C positive, found " + classes + " and " + inverseRegularization);
        }
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("labels must be in [0, " + classes + "), found " + label);
            }
        }
    }

    /** Probability of each class for each row, [B, C]. */
    public double[][] probabilities(SparseRows rows) {
        if (rows.width() != width) {
            throw new IllegalArgumentException("rows must have " + width + " columns, found " + rows.width());
        }
        double[][] probabilities = new double[rows.rows()][classes];
        double[] scores = new double[LogisticLoss.scores(classes)];
        for (int row = 0; row < probabilities.length; row++) {
            LogisticLoss.score(rows, row, parameters, scores);
            if (classes == 2) {
                probabilities[row][1] = 1 / (1 + Math.exp(-scores[0]));
                probabilities[row][0] = 1 - probabilities[row][1];
            } else {
                LogisticLoss.softmax(scores);
                probabilities[row] = scores.clone();
            }
        }
        return probabilities;
    }

    /** One row for the second of two classes, else one for each class, [1 or C, V]; a copy. */
    double[][] coefficients() {
        int scores = LogisticLoss.scores(classes);
        double[][] coefficients = new double[scores][width];
        for (int k = 0; k < scores; k++) {
            for (int column = 0; column < width; column++) {
                coefficients[k][column] = parameters[column * scores + k];
            }
        }
        return coefficients;
    }

    /** One for each row of the coefficients; a copy. */
    double[] intercepts() {
        return Arrays.copyOfRange(parameters, width * LogisticLoss.scores(classes), parameters.length);
    }

    /** Number of features V. */
    public int features() {
        return width;
    }

    /** The same with coefficients and intercepts that fit single precision. */
    LogisticRegression toSinglePrecision() {
        return new LogisticRegression(classes, width, SinglePrecision.round(parameters), iterations, converged);
    }

    /** Number of classes C. */
    public int classes() {
        return classes;
    }

    /** How many steps fitting took; 0 where it was not fitted here. */
    public int iterations() {
        return iterations;
    }

    /** Whether fitting ended before the maximum number of steps. */
    boolean converged() {
        return converged;
    }
}
