package dev.valence.internal.compute.vector;

import static dev.valence.internal.compute.vector.VectorMath.FLOATS;
import static dev.valence.internal.compute.vector.VectorMath.LANES;

import dev.valence.internal.compute.Activation;
import dev.valence.internal.compute.Attention;
import dev.valence.internal.compute.Dropout;
import dev.valence.internal.compute.Kernels;
import jdk.incubator.vector.FloatVector;

/**
 * The kernels over the Vector API. Each loop runs over whole vectors and then, one element at a time, over what is left;
 * both parts compute the same.
 */
final class VectorKernels implements Kernels {
    @Override
    public String name() {
        return "java-vector-" + FLOATS.vectorBitSize();
    }

    @Override
    public Attention attention(int heads, int headWidth, int firstHead, int endHead) {
        return new VectorAttention(heads, headWidth, firstHead, endHead);
    }

    @Override
    public void dropout(Dropout dropout, int n, float[] source, float[] target) {
        if (dropout.none()) {
            System.arraycopy(source, 0, target, 0, n);
        } else {
            VectorDropout.drop(dropout, 0, n, source, target);
        }
    }

    @Override
    public void addDropout(Dropout dropout, int n, float[] residual, float[] x) {
        if (dropout.none()) {
            addScaled(n, 1f, residual, 0, x, 0);
        } else {
            VectorDropout.add(dropout, n, residual, x);
        }
    }

    @Override
    public void activate(Activation f, Dropout dropout, int from, int to, float[] x, float[] y) {
        if (f == Activation.RELU) {
            VectorRelu.forward(dropout, from, to, x, y);
            return;
        }
        VectorActivations.forward(f, from, to, x, y);
        if (!dropout.none()) {
            VectorDropout.drop(dropout, from, to, y, y);
        }
    }

    @Override
    public void activateBackward(Activation f, Dropout dropout, int n, float[] kept, float[] dy) {
        if (f == Activation.RELU) {
            VectorRelu.backward(dropout, n, kept, dy);
            return;
        }
        if (!dropout.none()) {
            VectorDropout.drop(dropout, 0, n, dy, dy);
        }
        VectorActivations.backward(f, n, kept, dy);
    }

    @Override
    public void layerNorm(Norm norm, float[] parameters, int rows, float[] x, float[] inverse, float[] y) {
        VectorLayerNorm.forward(norm, parameters, rows, x, inverse, y);
    }

    @Override
    public void layerNormBackward(
            Norm norm,
            float[] parameters,
            int rows,
            float[] dy,
            float[] normalized,
            float[] inverse,
            float[] dx,
            float[] gradients) {
        VectorLayerNorm.backward(norm, parameters, rows, dy, normalized, inverse, dx, gradients);
    }

    @Override
    public void addColumnSums(int rows, int width, float[] x, float[] sums, int offset) {
        int column = 0;
        // four vectors side by side: four sums that do not wait for each other, and whole cache lines
        for (; column <= width - 4 * LANES; column += 4 * LANES) {
            FloatVector a = FloatVector.fromArray(FLOATS, sums, offset + column);
            FloatVector b = FloatVector.fromArray(FLOATS, sums, offset + column + LANES);
            FloatVector c = FloatVector.fromArray(FLOATS, sums, offset + column + 2 * LANES);
            FloatVector d = FloatVector.fromArray(FLOATS, sums, offset + column + 3 * LANES);
            for (int r = 0, at = column; r < rows; r++, at += width) {
                a = a.add(FloatVector.fromArray(FLOATS, x, at));
                b = b.add(FloatVector.fromArray(FLOATS, x, at + LANES));
                c = c.add(FloatVector.fromArray(FLOATS, x, at + 2 * LANES));
                d = d.add(FloatVector.fromArray(FLOATS, x, at + 3 * LANES));
            }
            a.intoArray(sums, offset + column);
            b.intoArray(sums, offset + column + LANES);
            c.intoArray(sums, offset + column + 2 * LANES);
            d.intoArray(sums, offset + column + 3 * LANES);
        }
        for (; column <= width - LANES; column += LANES) {
            FloatVector sum = FloatVector.fromArray(FLOATS, sums, offset + column);
            for (int r = 0, at = column; r < rows; r++, at += width) {
                sum = sum.add(FloatVector.fromArray(FLOATS, x, at));
            }
            sum.intoArray(sums, offset + column);
        }
        for (; column < width; column++) {
            for (int r = 0; r < rows; r++) {
                sums[offset + column] += x[r * width + column];
            }
        }
    }

    @Override
    public void addAndClear(int from, int to, float[] source, float[] target) {
        FloatVector zero = FloatVector.zero(FLOATS);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector.fromArray(FLOATS, target, i)
                    .add(FloatVector.fromArray(FLOATS, source, i))
                    .intoArray(target, i);
            zero.intoArray(source, i);
        }
        for (; i < to; i++) {
            target[i] += source[i];
            source[i] = 0f;
        }
    }

    @Override
    public double sumOfSquares(int from, int to, float[] x) {
        int stretch = 256 * LANES;
        float[] lanes = new float[LANES];
        double total = 0;
        for (int start = from; start < to; start += stretch) {
            int end = Math.min(to, start + stretch);
            FloatVector sum = FloatVector.zero(FLOATS);
            int i = start;
            for (; i <= end - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(FLOATS, x, i);
                sum = v.fma(v, sum);
            }
            total += VectorMath.sum(sum, lanes);
            for (; i < end; i++) {
                total += (double) x[i] * x[i];
            }
        }
        return total;
    }

    @Override
    public void addScaled(int n, float factor, float[] source, int from, float[] target, int to) {
        FloatVector f = FloatVector.broadcast(FLOATS, factor);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector.fromArray(FLOATS, source, from + i)
                    .fma(f, FloatVector.fromArray(FLOATS, target, to + i))
                    .intoArray(target, to + i);
        }
        for (; i < n; i++) {
            target[to + i] = Math.fma(source[from + i], factor, target[to + i]);
        }
    }

    @Override
    public float largest(int n, float[] x, int from) {
        return VectorCrossEntropy.largest(n, x, from);
    }

    @Override
    public double crossEntropy(int classes, float[] logits, int from, float largest, int label, float factor) {
        return VectorCrossEntropy.gradient(classes, logits, from, largest, label, factor);
    }

    @Override
    public void adam(
            AdamStep step, int from, int to, float[] parameters, float[] gradients, float[] first, float[] second) {
        VectorAdam.step(step, from, to, parameters, gradients, first, second);
    }
}
