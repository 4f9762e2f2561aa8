package dev.valence.internal.baseline;

/**
 * The loss of scikit-learn's logistic regression: the mean log-loss plus {@code ‖w‖² / (2 C n)}, the intercept left
 * out of the penalty. Two classes have one score, for the second; more have one each.
 *
 * <p>Parameters: {@code weights[V, K]}, then {@code intercepts[K]}, with K scores.
 */
final class LogisticLoss implements DifferentiableFunction {
    private final SparseRows rows;
    private final int[] labels;
    private final int scores;
    private final double penalty;

    LogisticLoss(SparseRows rows, int[] labels, int classes, double inverseRegularization) {
        this.rows = rows;
        this.labels = labels;
        this.scores = scores(classes);
        this.penalty = 1 / (inverseRegularization * rows.rows());
    }

    /** Number of scores K for so many classes. */
    static int scores(int classes) {
        return classes == 2 ? 1 : classes;
    }

    /** Number of parameters. */
    int parameters() {
        return (rows.width() + 1) * scores;
    }

    @Override
    public double evaluate(double[] parameters, double[] gradient) {
        double squares = 0;
        int intercepts = rows.width() * scores;
        for (int i = 0; i < intercepts; i++) {
            squares += parameters[i] * parameters[i];
            gradient[i] = penalty * parameters[i];
        }
        for (int k = 0; k < scores; k++) {
            gradient[intercepts + k] = 0;
        }
        double loss = scores == 1 ? addBinary(parameters, gradient) : addMultinomial(parameters, gradient);
        return loss / rows.rows() + 0.5 * penalty * squares;
    }

    private double addBinary(double[] parameters, double[] gradient) {
        int[] columns = rows.columns();
        double[] values = rows.values();
        double perRow = 1.0 / rows.rows();
        int intercept = rows.width();
        CompensatedSum loss = new CompensatedSum();
        CompensatedSum interceptSlope = new CompensatedSum();
        for (int row = 0; row < rows.rows(); row++) {
            double score = parameters[intercept];
            for (int i = rows.start(row); i < rows.end(row); i++) {
                score += values[i] * parameters[columns[i]];
            }
            double exponential = Math.exp(-Math.abs(score)); // never overflows
            double probability = (score < 0 ? exponential : 1) / (1 + exponential);
            loss.add(Math.max(score, 0) + Math.log(1 + exponential) - labels[row] * score);
            double slope = (probability - labels[row]) * perRow;
            for (int i = rows.start(row); i < rows.end(row); i++) {
                gradient[columns[i]] += values[i] * slope;
            }
            interceptSlope.add(slope);
        }
        gradient[intercept] = interceptSlope.total();
        return loss.total();
    }

    private double addMultinomial(double[] parameters, double[] gradient) {
        int[] columns = rows.columns();
        double[] values = rows.values();
        double[] slopes = new double[scores];
        int intercepts = rows.width() * scores;
        double loss = 0;
        for (int row = 0; row < rows.rows(); row++) {
            score(rows, row, parameters, slopes);
            double labelScore = slopes[labels[row]];
            loss += softmax(slopes) - labelScore;
            slopes[labels[row]] -= 1;
            for (int k = 0; k < scores; k++) {
                slopes[k] /= rows.rows();
                gradient[intercepts + k] += slopes[k];
            }
            for (int i = rows.start(row); i < rows.end(row); i++) {
                for (int k = 0; k < scores; k++) {
                    gradient[columns[i] * scores + k] += values[i] * slopes[k];
                }
            }
        }
        return loss;
    }

    /** Writes the K scores of a row. */
    static void score(SparseRows rows, int row, double[] parameters, double[] result) {
        int scores = result.length;
        System.arraycopy(parameters, rows.width() * scores, result, 0, scores);
        for (int i = rows.start(row); i < rows.end(row); i++) {
            int weights = rows.columns()[i] * scores;
            for (int k = 0; k < scores; k++) {
                result[k] += rows.values()[i] * parameters[weights + k];
            }
        }
    }

    /** Turns scores into probabilities and returns the logarithm of the sum of their exponentials. */
    static double softmax(double[] scores) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            greatest = Math.max(greatest, score);
        }
        double sum = 0;
        for (int k = 0; k < scores.length; k++) {
            scores[k] = Math.exp(scores[k] - greatest);
            sum += scores[k];
        }
        for (int k = 0; k < scores.length; k++) {
            scores[k] /= sum;
        }
        return greatest + Math.log(sum);
    }
}
