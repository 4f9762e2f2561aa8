package dev.valence.internal.compute;

/** The kernels in plain Java, for machines without the Vector API. */
public final class ScalarKernels implements Kernels {
    @Override
    public String name() {
        return "java-scalar";
    }

    @Override
    public Attention attention(int heads, int headWidth, int firstHead, int endHead) {
        return new ScalarAttention(heads, headWidth, firstHead, endHead);
    }

    @Override
    public void dropout(Dropout dropout, int n, float[] source, float[] target) {
        for (int i = 0; i < n; i++) {
            target[i] = dropout.factor(i) * source[i];
        }
    }

    @Override
    public void addDropout(Dropout dropout, int n, float[] residual, float[] x) {
        for (int i = 0; i < n; i++) {
            x[i] = residual[i] + dropout.factor(i) * x[i];
        }
    }

    @Override
    public void activate(Activation f, Dropout dropout, int from, int to, float[] x, float[] y) {
        ScalarActivations.Function function = ScalarActivations.function(f);
        for (int i = from; i < to; i++) {
            y[i] = dropout.factor(i) * function.at(x[i]);
        }
    }

    @Override
    public void activateBackward(Activation f, Dropout dropout, int n, float[] kept, float[] dy) {
        ScalarActivations.Function slope = ScalarActivations.slope(f);
        for (int i = 0; i < n; i++) {
            dy[i] = dropout.factor(i) * slope.at(kept[i]) * dy[i];
        }
    }

    @Override
    public void layerNorm(Norm norm, float[] parameters, int rows, float[] x, float[] inverse, float[] y) {
        int width = norm.width();
        for (int r = 0; r < rows; r++) {
            int row = r * width;
            float mean = 0f;
            for (int c = 0; c < width; c++) {
                mean += x[row + c];
            }
            mean /= width;
            float variance = 0f;
            for (int c = 0; c < width; c++) {
                float centred = x[row + c] - mean;
                variance += centred * centred;
            }
            inverse[r] = (float) (1.0 / Math.sqrt(variance / width + norm.epsilon()));
            for (int c = 0; c < width; c++) {
                x[row + c] = (x[row + c] - mean) * inverse[r];
                y[row + c] = parameters[norm.scaleOffset() + c] * x[row + c] + parameters[norm.biasOffset() + c];
            }
        }
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
        int width = norm.width();
        int scale = norm.scaleOffset();
        int bias = norm.biasOffset();
        for (int r = 0; r < rows; r++) {
            int row = r * width;
            float mean = 0f;
            float projection = 0f;
            for (int c = 0; c < width; c++) {
                float d = dy[row + c] * parameters[scale + c];
                mean += d;
                projection += d * normalized[row + c];
            }
            mean /= width;
            projection /= width;
            for (int c = 0; c < width; c++) {
                gradients[scale + c] += dy[row + c] * normalized[row + c];
                gradients[bias + c] += dy[row + c];
                float d = dy[row + c] * parameters[scale + c];
                dx[row + c] = inverse[r] * (d - mean - normalized[row + c] * projection);
            }
        }
    }

    @Override
    public void addColumnSums(int rows, int width, float[] x, float[] sums, int offset) {
        for (int r = 0; r < rows; r++) {
            addScaled(width, 1f, x, r * width, sums, offset);
        }
    }

    @Override
    public void addAndClear(int from, int to, float[] source, float[] target) {
        for (int i = from; i < to; i++) {
            target[i] += source[i];
            source[i] = 0f;
        }
    }

    @Override
    public double sumOfSquares(int from, int to, float[] x) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) x[i] * x[i];
        }
        return sum;
    }

    @Override
    public void addScaled(int n, float factor, float[] source, int from, float[] target, int to) {
        for (int i = 0; i < n; i++) {
            target[to + i] += factor * source[from + i];
        }
    }

    @Override
    public float largest(int n, float[] x, int from) {
        float largest = x[from];
        for (int i = from + 1; i < from + n; i++) {
            largest = Math.max(largest, x[i]);
        }
        return largest;
    }

    @Override
    public double crossEntropy(int classes, float[] logits, int from, float largest, int label, float factor) {
        float target = logits[from + label];
        double sum = 0;
        for (int i = from; i < from + classes; i++) {
            double e = StrictMath.exp((double) logits[i] - largest);
            sum += e;
            logits[i] = (float) e;
        }
        for (int i = from; i < from + classes; i++) {
            double probability = logits[i] / sum;
            logits[i] = (float) (factor * (probability - (i == from + label ? 1 : 0)));
        }
        return StrictMath.log(sum) + largest - target;
    }

    @Override
    public void adam(
            AdamStep step, int from, int to, float[] parameters, float[] gradients, float[] first, float[] second) {
        for (int i = from; i < to; i++) {
            float g = step.gradientFactor() * gradients[i];
            float m = step.beta1() * first[i] + step.complement1() * g;
            float v = step.beta2() * second[i] + step.complement2() * g * g;
            m = Math.abs(m) < AdamStep.TINY ? 0f : m;
            first[i] = m;
            second[i] = v;
            float root = (float) Math.sqrt(v * step.secondCorrection());
            parameters[i] -= step.rate() * m / (root + step.epsilon()) + step.decay() * parameters[i];
        }
    }
}
