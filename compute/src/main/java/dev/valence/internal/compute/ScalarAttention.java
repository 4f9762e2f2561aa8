package dev.valence.internal.compute;

import java.util.Arrays;

/** Attention in plain Java: one text, one head, one query at a time. */
final class ScalarAttention implements Attention {
    private final int heads;
    private final int firstHead;
    private final int endHead;
    private final int headWidth;
    private final float scale;
    private float[] probabilities = new float[0]; // [S]
    private float[] scores = new float[0]; // [S], dP, then dScore of one query

    ScalarAttention(int heads, int headWidth, int firstHead, int endHead) {
        this.heads = heads;
        this.firstHead = firstHead;
        this.endHead = endHead;
        this.headWidth = headWidth;
        this.scale = (float) (1.0 / Math.sqrt(headWidth));
    }

    @Override
    public void forward(
            Shape shape, Dropout dropout, float[] q, float[] k, float[] v, float[] context, float[] statistics) {
        int width = heads * headWidth;
        for (int text = 0; text < shape.texts(); text++) {
            for (int row = shape.queryOffsets()[text]; row < shape.queryOffsets()[text + 1]; row++) {
                for (int h = firstHead; h < endHead; h++) {
                    int column = h * headWidth;
                    score(shape, text, q, row * width + column, k, column);
                    normalize(shape, text, statistics, h, row);
                    drop(shape, text, dropout, h, row, probabilities);
                    mix(shape, text, v, column, context, row * width + column);
                }
            }
        }
    }

    private void score(Shape shape, int text, float[] q, int query, float[] k, int column) {
        int width = heads * headWidth;
        int first = shape.keyOffsets()[text];
        int keys = shape.keyOffsets()[text + 1] - first;
        probabilities = grown(probabilities, keys);
        for (int j = 0; j < keys; j++) {
            probabilities[j] = scale * dot(q, query, k, (first + j) * width + column);
        }
    }

    private void normalize(Shape shape, int text, float[] statistics, int h, int row) {
        int keys = shape.keyOffsets()[text + 1] - shape.keyOffsets()[text];
        float largest = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < keys; j++) {
            largest = Math.max(largest, probabilities[j]);
        }
        float sum = 0f;
        for (int j = 0; j < keys; j++) {
            probabilities[j] = (float) StrictMath.exp(probabilities[j] - largest);
            sum += probabilities[j];
        }
        for (int j = 0; j < keys; j++) {
            probabilities[j] /= sum;
        }
        int queries = shape.queries();
        statistics[h * queries + row] = largest;
        statistics[(heads + h) * queries + row] = 1f / sum;
    }

    /** Applies dropout to one number for each key. */
    private void drop(Shape shape, int text, Dropout dropout, int h, int row, float[] byKey) {
        int keys = shape.keyOffsets()[text + 1] - shape.keyOffsets()[text];
        for (int j = 0; j < keys; j++) {
            byKey[j] *= dropout.factor((row * heads + h) * DROPOUT_STRIDE + j);
        }
    }

    private void mix(Shape shape, int text, float[] v, int column, float[] context, int target) {
        int width = heads * headWidth;
        int first = shape.keyOffsets()[text];
        for (int c = 0; c < headWidth; c++) {
            float sum = 0f;
            for (int key = first; key < shape.keyOffsets()[text + 1]; key++) {
                sum += probabilities[key - first] * v[key * width + column + c];
            }
            context[target + c] = sum;
        }
    }

    @Override
    public void backward(
            Shape shape, Dropout dropout, float[] q, float[] k, float[] v, float[] statistics, Gradient gradient) {
        int width = heads * headWidth;
        Arrays.fill(gradient.q(), 0, shape.queries() * width, 0f);
        Arrays.fill(gradient.k(), 0, shape.keyOffsets()[shape.texts()] * width, 0f);
        Arrays.fill(gradient.v(), 0, shape.keyOffsets()[shape.texts()] * width, 0f);
        for (int text = 0; text < shape.texts(); text++) {
            for (int row = shape.queryOffsets()[text]; row < shape.queryOffsets()[text + 1]; row++) {
                for (int h = firstHead; h < endHead; h++) {
                    score(shape, text, q, row * width + h * headWidth, k, h * headWidth);
                    remake(shape, text, statistics, h, row);
                    scoreGradients(shape, text, dropout, h, row, v, gradient.context());
                    drop(shape, text, dropout, h, row, probabilities);
                    addGradients(shape, text, row, h * headWidth, q, k, gradient);
                }
            }
        }
    }

    private void remake(Shape shape, int text, float[] statistics, int h, int row) {
        int queries = shape.queries();
        float largest = statistics[h * queries + row];
        float inverse = statistics[(heads + h) * queries + row];
        int keys = shape.keyOffsets()[text + 1] - shape.keyOffsets()[text];
        for (int j = 0; j < keys; j++) {
            probabilities[j] = (float) StrictMath.exp(probabilities[j] - largest) * inverse;
        }
    }

    /** dScore = P·(dP - Σ P·dP) of one query, scaled, where dP is the dropout of dContext·V. */
    private void scoreGradients(
            Shape shape, int text, Dropout dropout, int h, int row, float[] v, float[] contextGradient) {
        int width = heads * headWidth;
        int column = h * headWidth;
        int first = shape.keyOffsets()[text];
        int keys = shape.keyOffsets()[text + 1] - first;
        scores = grown(scores, keys);
        for (int j = 0; j < keys; j++) {
            scores[j] = dot(contextGradient, row * width + column, v, (first + j) * width + column);
        }
        drop(shape, text, dropout, h, row, scores);
        float expected = 0f;
        for (int j = 0; j < keys; j++) {
            expected += probabilities[j] * scores[j];
        }
        for (int j = 0; j < keys; j++) {
            scores[j] = scale * probabilities[j] * (scores[j] - expected);
        }
    }

    private void addGradients(Shape shape, int text, int row, int column, float[] q, float[] k, Gradient gradient) {
        int width = heads * headWidth;
        int query = row * width + column;
        int first = shape.keyOffsets()[text];
        int keys = shape.keyOffsets()[text + 1] - first;
        for (int j = 0; j < keys; j++) {
            int key = (first + j) * width + column;
            for (int c = 0; c < headWidth; c++) {
                gradient.v()[key + c] += probabilities[j] * gradient.context()[query + c];
                gradient.q()[query + c] += scores[j] * k[key + c];
                gradient.k()[key + c] += scores[j] * q[query + c];
            }
        }
    }

    private float dot(float[] a, int from, float[] b, int at) {
        float sum = 0f;
        for (int c = 0; c < headWidth; c++) {
            sum += a[from + c] * b[at + c];
        }
        return sum;
    }

    private static float[] grown(float[] array, int size) {
        return array.length >= size ? array : new float[size];
    }
}
