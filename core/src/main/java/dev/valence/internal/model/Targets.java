package dev.valence.internal.model;

import dev.valence.internal.compute.Kernels;
import java.util.Arrays;

/**
 * Targets of each output row, and their loss: one kind for each {@link ProblemType}, and one for the logits of a
 * teacher.
 *
 * <p>Thread-safe.
 */
public sealed interface Targets {
    /** Number of rows R. */
    int rows();

    /** Returns the targets of the rows {@code from} (included) to {@code to} (excluded). */
    Targets slice(int from, int to);

    /** Returns the divisor of the summed loss for the mean. */
    default double weight() {
        return rows();
    }

    /**
     * Replaces the logits of some rows by {@code factor} times the gradient of their summed loss.
     *
     * @param kernels who computes
     * @param rows how many
     * @param classes C
     * @param logits [rows, C], overwritten
     * @param first the first of these rows among all
     * @param factor 1 / {@link #weight} of the whole batch for the gradient of the mean
     */
    CrossEntropy.Result gradient(Kernels kernels, int rows, int classes, float[] logits, int first, float factor);

    /**
     * {@link ProblemType#SINGLE_LABEL}: the loss of a row is -ln of its class's probability.
     *
     * @param labels class indices, [R]
     */
    record OneClass(int[] labels) implements Targets {
        @Override
        public int rows() {
            return labels.length;
        }

        @Override
        public OneClass slice(int from, int to) {
            return new OneClass(Arrays.copyOfRange(labels, from, to));
        }

        @Override
        public CrossEntropy.Result gradient(
                Kernels kernels, int rows, int classes, float[] logits, int first, float factor) {
            return CrossEntropy.gradient(kernels, rows, classes, logits, labels, first, factor);
        }
    }

    /**
     * {@link ProblemType#SINGLE_LABEL} with weights of classes or smoothed labels.
     *
     * @param labels class indices, [R]
     * @param loss what a row loses
     */
    record WeightedClass(int[] labels, ClassLoss loss) implements Targets {
        @Override
        public int rows() {
            return labels.length;
        }

        @Override
        public WeightedClass slice(int from, int to) {
            return new WeightedClass(Arrays.copyOfRange(labels, from, to), loss);
        }

        @Override
        public double weight() {
            double sum = 0;
            for (int label : labels) {
                sum += loss.weights()[label];
            }
            return sum;
        }

        @Override
        public CrossEntropy.Result gradient(
                Kernels kernels, int rows, int classes, float[] logits, int first, float factor) {
            double sum = 0;
            int correct = 0;
            for (int r = 0; r < rows; r++) {
                int label = labels[first + r];
                correct += CrossEntropy.argmax(logits, r * classes, classes) == label ? 1 : 0;
                sum += loss.gradient(logits, r * classes, label, factor);
            }
            return new CrossEntropy.Result(sum, correct);
        }
    }

    /**
     * {@link ProblemType#MULTI_LABEL}: the loss of a row is the mean over the classes of the binary cross entropy of
     * the logit's sigmoid. A row is correct if every logit is on its class's side.
     *
     * @param shares how far each class applies, in [0, 1], [R, C]
     * @param classes C
     */
    record EachClass(float[] shares, int classes) implements Targets {
        @Override
        public int rows() {
            return shares.length / classes;
        }

        @Override
        public EachClass slice(int from, int to) {
            return new EachClass(Arrays.copyOfRange(shares, from * classes, to * classes), classes);
        }

        @Override
        public CrossEntropy.Result gradient(
                Kernels kernels, int rows, int classes, float[] logits, int first, float factor) {
            double loss = 0;
            int correct = 0;
            for (int r = 0; r < rows; r++) {
                boolean all = true;
                for (int c = 0; c < classes; c++) {
                    int at = r * classes + c;
                    double x = logits[at];
                    double share = shares[(first + r) * classes + c];
                    double e = StrictMath.exp(-Math.abs(x));
                    loss += (Math.max(x, 0) - x * share + StrictMath.log1p(e)) / classes;
                    all &= x > 0 == share > 0.5;
                    double sigmoid = (x > 0 ? 1 : e) / (1 + e);
                    logits[at] = (float) (factor * (sigmoid - share) / classes);
                }
                correct += all ? 1 : 0;
            }
            return new CrossEntropy.Result(loss, correct);
        }
    }

    /**
     * {@link ProblemType#REGRESSION}: the loss of a row is its mean squared error. No row counts as correct.
     *
     * @param numbers what the logits should be, [R, C]
     * @param classes C
     */
    record Numbers(float[] numbers, int classes) implements Targets {
        @Override
        public int rows() {
            return numbers.length / classes;
        }

        @Override
        public Numbers slice(int from, int to) {
            return new Numbers(Arrays.copyOfRange(numbers, from * classes, to * classes), classes);
        }

        @Override
        public CrossEntropy.Result gradient(
                Kernels kernels, int rows, int classes, float[] logits, int first, float factor) {
            double loss = 0;
            for (int i = 0; i < rows * classes; i++) {
                double difference = (double) logits[i] - numbers[first * classes + i];
                loss += difference * difference / classes;
                logits[i] = (float) (factor * 2 * difference / classes);
            }
            return new CrossEntropy.Result(loss, 0);
        }
    }

    /**
     * A teacher's logits, and the label if there is one; see {@link DistillationLoss}. A row is correct if its largest
     * logit is that of the label or, without one, of the teacher.
     *
     * @param teacher the teacher's logits, finite, [R, C]
     * @param labels class indices, or a negative number where there is no label, [R]
     * @param temperature what both sides' logits are divided by, above 0
     * @param alpha weight of what the teacher says, in [0, 1]; the label has the rest
     */
    record Distilled(float[] teacher, int[] labels, double temperature, double alpha) implements Targets {
        @Override
        public int rows() {
            return labels.length;
        }

        @Override
        public Distilled slice(int from, int to) {
            int classes = labels.length == 0 ? 0 : teacher.length / labels.length;
            return new Distilled(
                    Arrays.copyOfRange(teacher, from * classes, to * classes),
                    Arrays.copyOfRange(labels, from, to),
                    temperature,
                    alpha);
        }

        @Override
        public CrossEntropy.Result gradient(
                Kernels kernels, int rows, int classes, float[] logits, int first, float factor) {
            DistillationLoss loss = new DistillationLoss(this, classes);
            CrossEntropy.Result sum = CrossEntropy.Result.NONE;
            for (int r = 0; r < rows; r++) {
                sum = sum.plus(loss.gradient(logits, r * classes, first + r, factor));
            }
            return sum;
        }
    }
}
