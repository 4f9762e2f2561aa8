package dev.valence.internal.compute.vector;

import static dev.valence.internal.compute.vector.VectorMath.FLOATS;
import static dev.valence.internal.compute.vector.VectorMath.LANES;

import dev.valence.internal.compute.Attention;
import dev.valence.internal.compute.Dropout;
import jdk.incubator.vector.FloatVector;

/**
 * Attention with queries in the vector lanes: scores are kept transposed, [S keys, S queries], so that softmax runs down
 * the keys without ever adding lanes together. Only Q and dContext are transposed for it; context and all gradients come
 * out as rows, because a tile multiplies by rows or by columns of its left side alike.
 */
final class VectorAttention implements Attention {
    private static final int BLOCK = AttentionTile.ROWS;

    private final int heads;
    private final int firstHead;
    private final int endHead;
    private final int headWidth; // K
    private final int width; // D
    private final int paddedWidth; // K rounded up to whole vectors
    private final float scale;
    private final float[] identity; // [LANES, LANES]
    private final float[] scaledIdentity; // [LANES, LANES]
    private Scratch scratch = new Scratch(0, 0);

    VectorAttention(int heads, int headWidth, int firstHead, int endHead) {
        this.heads = heads;
        this.firstHead = firstHead;
        this.endHead = endHead;
        this.headWidth = headWidth;
        this.width = heads * headWidth;
        this.paddedWidth = roundUp(headWidth, LANES);
        this.scale = (float) (1.0 / Math.sqrt(headWidth));
        this.identity = diagonal(1f);
        this.scaledIdentity = diagonal(scale);
    }

    private static float[] diagonal(float value) {
        float[] matrix = new float[LANES * LANES];
        for (int i = 0; i < LANES; i++) {
            matrix[i * LANES + i] = value;
        }
        return matrix;
    }

    /** Buffers for one text and head: I queries padded to whole vectors, J keys, K padded head width. */
    private final class Scratch {
        final int queries; // I
        final int keys; // J
        final float[] q; // [K, I], scaled
        final float[] dContext; // [K, I]
        final float[] p; // [J, I], scores, then probabilities
        final float[] dp; // [J, I]
        final float[] rows; // [max(I, J), K], where a head is not whole vectors: what is multiplied
        final float[] result; // [max(I, J), K], and the outcome
        final float[] largest; // [I]
        final float[] inverse; // [I]

        Scratch(int queries, int keys) {
            this.queries = roundUp(queries, LANES);
            this.keys = keys;
            q = new float[headWidth * this.queries];
            dContext = new float[headWidth * this.queries];
            p = new float[this.keys * this.queries];
            dp = new float[this.keys * this.queries];
            int rowsOfHead = paddedWidth == headWidth ? 0 : Math.max(this.queries, this.keys);
            rows = new float[rowsOfHead * paddedWidth];
            result = new float[rowsOfHead * paddedWidth];
            largest = new float[this.queries];
            inverse = new float[this.queries];
        }
    }

    private Scratch scratch(Shape shape) {
        int queries = 0;
        int keys = 0;
        for (int b = 0; b < shape.texts(); b++) {
            queries = Math.max(queries, shape.queryOffsets()[b + 1] - shape.queryOffsets()[b]);
            keys = Math.max(keys, shape.keyOffsets()[b + 1] - shape.keyOffsets()[b]);
        }
        if (queries > scratch.queries || keys > scratch.keys) {
            scratch = new Scratch(Math.max(queries, scratch.queries), Math.max(keys, scratch.keys));
        }
        return scratch;
    }

    @Override
    public void forward(
            Shape shape, Dropout dropout, float[] q, float[] k, float[] v, float[] context, float[] statistics) {
        Scratch s = scratch(shape);
        for (int b = 0; b < shape.texts(); b++) {
            int firstQuery = shape.queryOffsets()[b];
            int queries = shape.queryOffsets()[b + 1] - firstQuery;
            int firstKey = shape.keyOffsets()[b];
            int keys = shape.keyOffsets()[b + 1] - firstKey;
            int lanes = roundUp(queries, LANES);
            for (int h = firstHead; h < endHead; h++) {
                int query = firstQuery * width + h * headWidth;
                int key = firstKey * width + h * headWidth;
                transpose(q, query, queries, lanes, scaledIdentity, s.q);
                scores(k, key, keys, s.q, lanes, s.p);
                softmax(s, keys, lanes);
                drop(dropout, firstQuery, h, keys, lanes, s.p);
                sumRows(s, queries, keys, s.p, 1, lanes, v, key, context, query);
                System.arraycopy(s.largest, 0, statistics, h * shape.queries() + firstQuery, queries);
                System.arraycopy(s.inverse, 0, statistics, (heads + h) * shape.queries() + firstQuery, queries);
            }
        }
    }

    @Override
    public void backward(
            Shape shape, Dropout dropout, float[] q, float[] k, float[] v, float[] statistics, Gradient gradient) {
        Scratch s = scratch(shape);
        for (int b = 0; b < shape.texts(); b++) {
            int firstQuery = shape.queryOffsets()[b];
            int queries = shape.queryOffsets()[b + 1] - firstQuery;
            int firstKey = shape.keyOffsets()[b];
            int keys = shape.keyOffsets()[b + 1] - firstKey;
            int lanes = roundUp(queries, LANES);
            for (int h = firstHead; h < endHead; h++) {
                int query = firstQuery * width + h * headWidth;
                int key = firstKey * width + h * headWidth;
                transpose(q, query, queries, lanes, scaledIdentity, s.q);
                transpose(gradient.context(), query, queries, lanes, identity, s.dContext);
                scores(k, key, keys, s.q, lanes, s.p);
                scores(v, key, keys, s.dContext, lanes, s.dp);
                System.arraycopy(statistics, h * shape.queries() + firstQuery, s.largest, 0, queries);
                System.arraycopy(statistics, (heads + h) * shape.queries() + firstQuery, s.inverse, 0, queries);
                drop(dropout, firstQuery, h, keys, lanes, s.dp);
                softmaxBackward(s, keys, lanes, scale);
                drop(dropout, firstQuery, h, keys, lanes, s.p);
                sumRows(s, queries, keys, s.dp, 1, lanes, k, key, gradient.q(), query);
                sumRows(s, keys, queries, s.dp, lanes, 1, q, query, gradient.k(), key);
                sumRows(s, keys, queries, s.p, lanes, 1, gradient.context(), query, gradient.v(), key);
            }
        }
    }

    /** Applies dropout to one number for each key and query, [J, I]. */
    private void drop(Dropout dropout, int firstQuery, int h, int keys, int lanes, float[] p) {
        if (dropout.none()) {
            return;
        }
        int stride = heads * DROPOUT_STRIDE;
        int base = dropout.base() + firstQuery * stride + h * DROPOUT_STRIDE;
        int threshold = dropout.threshold();
        float factor = dropout.scale();
        for (int j = 0; j < keys; j++) {
            for (int lane = 0; lane < lanes; lane += LANES) {
                FloatVector.fromArray(FLOATS, p, j * lanes + lane)
                        .mul(VectorDropout.factors(base + lane * stride + j, stride, threshold, factor))
                        .intoArray(p, j * lanes + lane);
            }
        }
    }

    /** Scores in s.p become probabilities; notes each lane's largest score and the inverse of its sum. */
    private static void softmax(Scratch s, int keys, int lanes) {
        float[] p = s.p;
        int end = keys * lanes;
        for (int lane = 0; lane < lanes; lane += LANES) {
            FloatVector largest = FloatVector.fromArray(FLOATS, p, lane);
            for (int at = lane + lanes; at < end; at += lanes) {
                largest = largest.max(FloatVector.fromArray(FLOATS, p, at));
            }
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int at = lane; at < end; at += lanes) {
                FloatVector e =
                        VectorMath.exp(FloatVector.fromArray(FLOATS, p, at).sub(largest));
                e.intoArray(p, at);
                sum = sum.add(e);
            }
            FloatVector inverse = FloatVector.broadcast(FLOATS, 1f).div(sum);
            for (int at = lane; at < end; at += lanes) {
                FloatVector.fromArray(FLOATS, p, at).mul(inverse).intoArray(p, at);
            }
            largest.intoArray(s.largest, lane);
            inverse.intoArray(s.inverse, lane);
        }
    }

    /** Scores in s.p become probabilities, dP in s.dp becomes scale·P·(dP - Σ P·dP), the gradient of Q·Kᵀ. */
    private static void softmaxBackward(Scratch s, int keys, int lanes, float scale) {
        float[] p = s.p;
        float[] dp = s.dp;
        int end = keys * lanes;
        for (int lane = 0; lane < lanes; lane += LANES) {
            FloatVector largest = FloatVector.fromArray(FLOATS, s.largest, lane);
            FloatVector inverse = FloatVector.fromArray(FLOATS, s.inverse, lane);
            FloatVector expected = FloatVector.zero(FLOATS);
            for (int at = lane; at < end; at += lanes) {
                FloatVector score = FloatVector.fromArray(FLOATS, p, at).sub(largest);
                FloatVector probability = VectorMath.exp(score.min(0f)).mul(inverse);
                probability.intoArray(p, at);
                expected = probability.fma(FloatVector.fromArray(FLOATS, dp, at), expected);
            }
            for (int at = lane; at < end; at += lanes) {
                FloatVector.fromArray(FLOATS, dp, at)
                        .sub(expected)
                        .mul(FloatVector.fromArray(FLOATS, p, at))
                        .mul(scale)
                        .intoArray(dp, at);
            }
        }
    }

    /**
     * target[c, i] = diagonal·source[i, c] for one head's columns; lanes past the last query become 0. A product with a
     * diagonal matrix, because tiles are faster than storing floats one by one.
     */
    private void transpose(float[] source, int from, int queries, int lanes, float[] diagonal, float[] target) {
        for (int lane = 0; lane < lanes; lane += LANES) {
            int depth = Math.min(LANES, queries - lane);
            int at = from + lane * width;
            multiply(headWidth, depth, LANES, source, at, 1, width, diagonal, 0, LANES, target, lane, lanes);
        }
    }

    /** target[j, i] = Σ keyed[j, c]·transposed[c, i] over one head's columns c. */
    private void scores(float[] keyed, int from, int keys, float[] transposed, int lanes, float[] target) {
        multiply(keys, headWidth, lanes, keyed, from, width, 1, transposed, 0, lanes, target, 0, lanes);
    }

    /** target[r, ·] = Σ weight[r, p]·source[p, ·] in one head's columns, where weights stand r·wRow + p·wColumn. */
    private void sumRows(
            Scratch s,
            int rows,
            int depth,
            float[] weights,
            int wRow,
            int wColumn,
            float[] source,
            int from,
            float[] target,
            int to) {
        int n = paddedWidth;
        if (n == headWidth) {
            multiply(rows, depth, n, weights, 0, wRow, wColumn, source, from, width, target, to, width);
            return;
        }
        for (int p = 0; p < depth; p++) {
            System.arraycopy(source, from + p * width, s.rows, p * n, headWidth);
        }
        multiply(rows, depth, n, weights, 0, wRow, wColumn, s.rows, 0, n, s.result, 0, n);
        for (int r = 0; r < rows; r++) {
            System.arraycopy(s.result, r * n, target, to + r * width, headWidth);
        }
    }

    /** C = A·B over whole vectors of columns, tile by tile; layouts are those of {@link AttentionTile#multiply}. */
    private static void multiply(
            int rows,
            int depth,
            int columns,
            float[] a,
            int at,
            int aRow,
            int aColumn,
            float[] b,
            int from,
            int bStride,
            float[] c,
            int to,
            int cStride) {
        for (int row = 0; row < rows; row += BLOCK) {
            for (int column = 0; column < columns; column += LANES) {
                AttentionTile.multiply(
                        rows - row,
                        depth,
                        a,
                        at + row * aRow,
                        aRow,
                        aColumn,
                        b,
                        from + column,
                        bStride,
                        c,
                        to + row * cStride + column,
                        cStride);
            }
        }
    }

    private static int roundUp(int n, int unit) {
        return (n + unit - 1) / unit * unit;
    }
}
