package dev.valence.internal.compute.vector;

import static dev.valence.internal.compute.vector.VectorMath.FLOATS;
import static dev.valence.internal.compute.vector.VectorMath.LANES;

import dev.valence.internal.compute.Dropout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** ReLU and dropout in one pass, optionally in place. */
final class VectorRelu {
    private VectorRelu() {}

    static void forward(Dropout dropout, int from, int to, float[] x, float[] y) {
        if (dropout.none()) {
            forward(from, to, x, y);
            return;
        }
        int base = dropout.base();
        int threshold = dropout.threshold();
        float scale = dropout.scale();
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector.fromArray(FLOATS, x, i)
                    .max(0f)
                    .mul(VectorDropout.factors(base + i, threshold, scale))
                    .intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = dropout.factor(i) * Math.max(x[i], 0f);
        }
    }

    private static void forward(int from, int to, float[] x, float[] y) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector.fromArray(FLOATS, x, i).max(0f).intoArray(y, i);
        }
        for (; i < to; i++) {
            y[i] = Math.max(x[i], 0f);
        }
    }

    static void backward(Dropout dropout, int n, float[] y, float[] dy) {
        float scale = dropout.scale();
        FloatVector zero = FloatVector.zero(FLOATS);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector scaled = FloatVector.fromArray(FLOATS, dy, i).mul(scale);
            zero.blend(scaled, FloatVector.fromArray(FLOATS, y, i).compare(VectorOperators.GT, 0f))
                    .intoArray(dy, i);
        }
        for (; i < n; i++) {
            dy[i] = y[i] > 0f ? scale * dy[i] : 0f;
        }
    }
}
