package dev.valence.internal.model;

import dev.valence.internal.model.Targets.Distilled;

/**
 * The loss of Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network", 2015: α·T²·KL(softmax(t/T) ‖
 * softmax(z/T)) - (1 - α)·ln softmax(z)[label] for a teacher's logits t and a student's z. T² keeps the gradient of the
 * first term as large as that of the second whatever the temperature T. A row without a label has the first term only.
 *
 * <p>In double precision: C is a handful. Not thread-safe.
 */
final class DistillationLoss {
    private final Distilled targets;
    private final int classes;
    private final double[] teacher; // ln softmax(t/T), [C]
    private final double[] soft; // ln softmax(z/T), [C]
    private final double[] hard; // ln softmax(z), [C]

    DistillationLoss(Distilled targets, int classes) {
        this.targets = targets;
        this.classes = classes;
        teacher = new double[classes];
        soft = new double[classes];
        hard = new double[classes];
    }

    /**
     * Replaces one row of logits by {@code factor} times the gradient of its loss.
     *
     * @param logits the student's, from {@code from} on
     * @param row the row among all of the targets
     */
    CrossEntropy.Result gradient(float[] logits, int from, int row, float factor) {
        int label = targets.labels()[row];
        int expected = label < 0 ? CrossEntropy.argmax(targets.teacher(), row * classes, classes) : label;
        int correct = CrossEntropy.argmax(logits, from, classes) == expected ? 1 : 0;
        double temperature = targets.temperature();
        logSoftmax(targets.teacher(), row * classes, temperature, teacher);
        logSoftmax(logits, from, temperature, soft);
        logSoftmax(logits, from, 1, hard);
        double ofTeacher = targets.alpha();
        double ofLabel = label < 0 ? 0 : 1 - ofTeacher;
        double divergence = 0;
        for (int c = 0; c < classes; c++) {
            double share = StrictMath.exp(teacher[c]);
            divergence += share * (teacher[c] - soft[c]);
            double gradient = ofTeacher * temperature * (StrictMath.exp(soft[c]) - share)
                    + ofLabel * (StrictMath.exp(hard[c]) - (c == label ? 1 : 0));
            logits[from + c] = (float) (factor * gradient);
        }
        double loss = ofTeacher * temperature * temperature * divergence;
        return new CrossEntropy.Result(label < 0 ? loss : loss - ofLabel * hard[label], correct);
    }

    private void logSoftmax(float[] logits, int from, double temperature, double[] result) {
        double largest = logits[from + CrossEntropy.argmax(logits, from, classes)];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            result[c] = (logits[from + c] - largest) / temperature;
            sum += StrictMath.exp(result[c]);
        }
        double logarithm = StrictMath.log(sum);
        for (int c = 0; c < classes; c++) {
            result[c] -= logarithm;
        }
    }
}
