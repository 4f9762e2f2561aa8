package dev.valence.internal.compute;

/**
 * The specification of the kernels: the plainest double-precision code for each, forward and backward. {@link
 * DoubleKernelsTest} checks every backward against central differences of its forward.
 */
final class DoubleKernels {
    private DoubleKernels() {}

    /** Y = X·W + b with X [rows, inputs] and W [inputs, outputs]. */
    static double[] linear(int rows, int inputs, int outputs, double[] x, double[] w, double[] b) {
        double[] y = new double[rows * outputs];
        for (int r = 0; r < rows; r++) {
            for (int o = 0; o < outputs; o++) {
                y[r * outputs + o] = b[o];
                for (int i = 0; i < inputs; i++) {
                    y[r * outputs + o] += x[r * inputs + i] * w[i * outputs + o];
                }
            }
        }
        return y;
    }

    /** dX = dY·Wᵀ. */
    static double[] linearInputGradient(int rows, int inputs, int outputs, double[] dy, double[] w) {
        double[] dx = new double[rows * inputs];
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < inputs; i++) {
                for (int o = 0; o < outputs; o++) {
                    dx[r * inputs + i] += dy[r * outputs + o] * w[i * outputs + o];
                }
            }
        }
        return dx;
    }

    /** dW = Xᵀ·dY. */
    static double[] linearWeightGradient(int rows, int inputs, int outputs, double[] x, double[] dy) {
        double[] dw = new double[inputs * outputs];
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                for (int r = 0; r < rows; r++) {
                    dw[i * outputs + o] += x[r * inputs + i] * dy[r * outputs + o];
                }
            }
        }
        return dw;
    }

    /** LayerNorm of each row. */
    static double[] layerNorm(int rows, int width, double[] x, double[] scale, double[] bias, double epsilon) {
        double[] y = new double[rows * width];
        for (int r = 0; r < rows; r++) {
            double[] n = normalized(width, x, r, epsilon);
            for (int c = 0; c < width; c++) {
                y[r * width + c] = scale[c] * n[c] + bias[c];
            }
        }
        return y;
    }

    private static double mean(int width, double[] x, int r) {
        double sum = 0;
        for (int c = 0; c < width; c++) {
            sum += x[r * width + c];
        }
        return sum / width;
    }

    private static double deviation(int width, double[] x, int r, double epsilon) {
        double mean = mean(width, x, r);
        double sum = 0;
        for (int c = 0; c < width; c++) {
            sum += (x[r * width + c] - mean) * (x[r * width + c] - mean);
        }
        return Math.sqrt(sum / width + epsilon);
    }

    private static double[] normalized(int width, double[] x, int r, double epsilon) {
        double mean = mean(width, x, r);
        double deviation = deviation(width, x, r, epsilon);
        double[] n = new double[width];
        for (int c = 0; c < width; c++) {
            n[c] = (x[r * width + c] - mean) / deviation;
        }
        return n;
    }

    /** dX of LayerNorm; dScale and dBias are added to the arrays given. */
    static double[] layerNormGradient(
            int rows,
            int width,
            double[] x,
            double[] scale,
            double epsilon,
            double[] dy,
            double[] dScale,
            double[] dBias) {
        double[] dx = new double[rows * width];
        for (int r = 0; r < rows; r++) {
            double[] n = normalized(width, x, r, epsilon);
            double sum = 0;
            double projection = 0;
            for (int c = 0; c < width; c++) {
                double g = dy[r * width + c];
                dScale[c] += g * n[c];
                dBias[c] += g;
                sum += g * scale[c];
                projection += g * scale[c] * n[c];
            }
            for (int c = 0; c < width; c++) {
                dx[r * width + c] = (dy[r * width + c] * scale[c] - sum / width - n[c] * projection / width)
                        / deviation(width, x, r, epsilon);
            }
        }
        return dx;
    }

    /** Probabilities of one head's queries over its text's keys, [queries, keys]. */
    private static double[][] probabilities(
            Attention.Shape s, int b, int h, int heads, int k, double[] q, double[] key) {
        int width = heads * k;
        int firstKey = s.keyOffsets()[b];
        double[][] p = new double[s.queryOffsets()[b + 1] - s.queryOffsets()[b]][s.keyOffsets()[b + 1] - firstKey];
        for (int i = 0; i < p.length; i++) {
            double sum = 0;
            for (int j = 0; j < p[i].length; j++) {
                double score = 0;
                for (int c = 0; c < k; c++) {
                    score += q[(s.queryOffsets()[b] + i) * width + h * k + c] * key[(firstKey + j) * width + h * k + c];
                }
                p[i][j] = Math.exp(score / Math.sqrt(k));
                sum += p[i][j];
            }
            for (int j = 0; j < p[i].length; j++) {
                p[i][j] /= sum;
            }
        }
        return p;
    }

    /** Factor of the probability of a text's query i and key j under dropout. */
    private static double factor(Attention.Shape s, Dropout dropout, int b, int h, int heads, int i, int j) {
        return dropout.factor(((s.queryOffsets()[b] + i) * heads + h) * Attention.DROPOUT_STRIDE + j);
    }

    /** dropout(softmax(Q·Kᵀ / sqrt(K)))·V for every text and head. */
    static double[] attention(
            Attention.Shape s, Dropout dropout, int heads, int k, double[] q, double[] key, double[] v) {
        int width = heads * k;
        double[] context = new double[q.length];
        for (int b = 0; b < s.texts(); b++) {
            for (int h = 0; h < heads; h++) {
                double[][] p = probabilities(s, b, h, heads, k, q, key);
                for (int i = 0; i < p.length; i++) {
                    for (int j = 0; j < p[i].length; j++) {
                        double kept = p[i][j] * factor(s, dropout, b, h, heads, i, j);
                        for (int c = 0; c < k; c++) {
                            context[(s.queryOffsets()[b] + i) * width + h * k + c] +=
                                    kept * v[(s.keyOffsets()[b] + j) * width + h * k + c];
                        }
                    }
                }
            }
        }
        return context;
    }

    /** Gradients of {@link #attention}: {dQ, dK, dV}. */
    static double[][] attentionGradient(
            Attention.Shape s,
            Dropout dropout,
            int heads,
            int k,
            double[] q,
            double[] key,
            double[] v,
            double[] dContext) {
        int width = heads * k;
        double[][] gradient = {new double[q.length], new double[key.length], new double[v.length]};
        for (int b = 0; b < s.texts(); b++) {
            for (int h = 0; h < heads; h++) {
                double[][] p = probabilities(s, b, h, heads, k, q, key);
                for (int i = 0; i < p.length; i++) {
                    int query = (s.queryOffsets()[b] + i) * width + h * k;
                    double[] dp = new double[p[i].length];
                    double expected = 0;
                    for (int j = 0; j < dp.length; j++) {
                        int at = (s.keyOffsets()[b] + j) * width + h * k;
                        double factor = factor(s, dropout, b, h, heads, i, j);
                        for (int c = 0; c < k; c++) {
                            dp[j] += factor * dContext[query + c] * v[at + c];
                            gradient[2][at + c] += factor * p[i][j] * dContext[query + c];
                        }
                        expected += p[i][j] * dp[j];
                    }
                    for (int j = 0; j < dp.length; j++) {
                        int at = (s.keyOffsets()[b] + j) * width + h * k;
                        double dScore = p[i][j] * (dp[j] - expected) / Math.sqrt(k);
                        for (int c = 0; c < k; c++) {
                            gradient[0][query + c] += dScore * key[at + c];
                            gradient[1][at + c] += dScore * q[query + c];
                        }
                    }
                }
            }
        }
        return gradient;
    }

    /** Φ(x) by Marsaglia's series, "Evaluating the Normal Distribution", 2004. */
    private static double normalDistribution(double x) {
        double sum = 0;
        double term = x;
        for (int i = 3; sum + term != sum; i += 2) {
            sum += term;
            term *= x * x / i;
        }
        return 0.5 + density(x) * sum;
    }

    private static double density(double x) {
        return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }

    /** Argument of the hyperbolic tangent in the approximation of GELU. */
    private static double geluArgument(double x) {
        return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    }

    /** f(x). */
    static double activation(Activation f, double x) {
        return switch (f) {
            case RELU -> Math.max(x, 0);
            case GELU -> x * normalDistribution(x);
            case GELU_TANH -> 0.5 * x * (1 + Math.tanh(geluArgument(x)));
            case TANH -> Math.tanh(x);
        };
    }

    /** f'(x). */
    static double activationSlope(Activation f, double x) {
        return switch (f) {
            case RELU -> x > 0 ? 1 : 0;
            case GELU -> normalDistribution(x) + x * density(x);
            case GELU_TANH -> {
                double t = Math.tanh(geluArgument(x));
                double inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
                yield 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * inner;
            }
            case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
        };
    }

    /** -ln softmax(logits)[label]. */
    static double crossEntropy(double[] logits, int label) {
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        return Math.log(sum) - logits[label];
    }

    /** Gradient of {@link #crossEntropy}. */
    static double[] crossEntropyGradient(double[] logits, int label) {
        double sum = 0;
        for (double logit : logits) {
            sum += Math.exp(logit);
        }
        double[] gradient = new double[logits.length];
        for (int c = 0; c < logits.length; c++) {
            gradient[c] = Math.exp(logits[c]) / sum - (c == label ? 1 : 0);
        }
        return gradient;
    }
}
