package dev.valence.internal.compute.vector;

import static dev.valence.internal.compute.vector.VectorMath.FLOATS;
import static dev.valence.internal.compute.vector.VectorMath.LANES;

import jdk.incubator.vector.FloatVector;

/** Softmax and cross entropy of one row: a handful of classes, or a whole vocabulary. */
final class VectorCrossEntropy {
    /** Vectors whose sum is kept in float lanes before it goes on in double. */
    private static final int STRETCH = 64;

    private VectorCrossEntropy() {}

    /** See {@link dev.valence.internal.compute.Kernels#largest}. */
    static float largest(int n, float[] x, int from) {
        int i = 0;
        float largest = x[from];
        if (n >= LANES) {
            FloatVector lanes = FloatVector.fromArray(FLOATS, x, from);
            for (i = LANES; i <= n - LANES; i += LANES) {
                lanes = lanes.max(FloatVector.fromArray(FLOATS, x, from + i));
            }
            float[] scratch = new float[LANES];
            lanes.intoArray(scratch, 0);
            for (float value : scratch) {
                largest = Math.max(largest, value);
            }
        }
        for (; i < n; i++) {
            largest = Math.max(largest, x[from + i]);
        }
        return largest;
    }

    /** See {@link dev.valence.internal.compute.Kernels#crossEntropy}. */
    static double gradient(int classes, float[] logits, int from, float largest, int label, float factor) {
        float target = logits[from + label];
        double sum = exponentials(classes, logits, from, largest);
        double probability = logits[from + label] / sum;
        float scale = (float) (factor / sum);
        int whole = classes - classes % LANES;
        for (int i = from; i < from + whole; i += LANES) {
            FloatVector.fromArray(FLOATS, logits, i).mul(scale).intoArray(logits, i);
        }
        for (int i = from + whole; i < from + classes; i++) {
            logits[i] = (float) (factor * (logits[i] / sum));
        }
        logits[from + label] = (float) (factor * (probability - 1));
        return StrictMath.log(sum) + largest - target;
    }

    /** Each logit x becomes e^(x - largest); returns their sum. */
    private static double exponentials(int classes, float[] logits, int from, float largest) {
        float[] scratch = new float[LANES];
        int whole = from + classes - classes % LANES;
        double sum = 0;
        for (int start = from; start < whole; start += STRETCH * LANES) {
            int end = Math.min(whole, start + STRETCH * LANES);
            FloatVector lanes = FloatVector.zero(FLOATS);
            for (int i = start; i < end; i += LANES) {
                FloatVector e =
                        VectorMath.exp(FloatVector.fromArray(FLOATS, logits, i).sub(largest));
                e.intoArray(logits, i);
                lanes = lanes.add(e);
            }
            sum += VectorMath.sum(lanes, scratch);
        }
        for (int i = whole; i < from + classes; i++) {
            double e = StrictMath.exp((double) logits[i] - largest);
            sum += e;
            logits[i] = (float) e;
        }
        return sum;
    }
}
