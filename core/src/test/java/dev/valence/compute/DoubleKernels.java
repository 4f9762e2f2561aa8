package dev.valence.compute;

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

    /** softmax(Q·Kᵀ / sqrt(K))·V for every text and head. */
    static double[] attention(Attention.Shape s, int heads, int k, double[] q, double[] key, double[] v) {
        int width = heads * k;
        double[] context = new double[q.length];
        for (int b = 0; b < s.texts(); b++) {
            for (int h = 0; h < heads; h++) {
                double[][] p = probabilities(s, b, h, heads, k, q, key);
                for (int i = 0; i < p.length; i++) {
                    for (int j = 0; j < p[i].length; j++) {
                        for (int c = 0; c < k; c++) {
                            context[(s.queryOffsets()[b] + i) * width + h * k + c] +=
                                    p[i][j] * v[(s.keyOffsets()[b] + j) * width + h * k + c];
                        }
                    }
                }
            }
        }
        return context;
    }

    /** Gradients of {@link #attention}: {dQ, dK, dV}. */
    static double[][] attentionGradient(
            Attention.Shape s, int heads, int k, double[] q, double[] key, double[] v, double[] dContext) {
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
                        for (int c = 0; c < k; c++) {
                            dp[j] += dContext[query + c] * v[at + c];
                            gradient[2][at + c] += p[i][j] * dContext[query + c];
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
