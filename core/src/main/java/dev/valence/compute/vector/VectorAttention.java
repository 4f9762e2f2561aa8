package dev.valence.compute.vector;

import static dev.valence.compute.vector.VectorMath.FLOATS;
import static dev.valence.compute.vector.VectorMath.LANES;

import dev.valence.compute.Attention;
import dev.valence.compute.Dropout;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/**
 * Attention with queries in the vector lanes: scores are kept transposed, [S keys, S queries], so that softmax runs down
 * the keys without ever adding lanes together. Q and dContext are transposed on the way in, context and dQ on the way
 * out. Everything is padded to whole vectors and {@link #BLOCK} rows in scratch memory; padding is computed and ignored.
 */
final class VectorAttention implements Attention {
    /** Rows of one tile: as many independent sums as hide the latency of a multiply-add. */
    private static final int BLOCK = 8;

    private final int heads;
    private final int firstHead;
    private final int endHead;
    private final int headWidth; // K
    private final int width; // D
    private final int paddedWidth; // K rounded up to whole vectors
    private final float scale;
    private Scratch scratch = new Scratch(0, 0);

    VectorAttention(int heads, int headWidth, int firstHead, int endHead) {
        this.heads = heads;
        this.firstHead = firstHead;
        this.endHead = endHead;
        this.headWidth = headWidth;
        this.width = heads * headWidth;
        this.paddedWidth = roundUp(headWidth, LANES);
        this.scale = (float) (1.0 / Math.sqrt(headWidth));
    }

    /** Buffers for one text and head: I padded queries, J padded keys, K padded head width. */
    private final class Scratch {
        final int queries; // I
        final int keys; // J
        final float[] q; // [K, I], scaled
        final float[] p; // [J, I], scores, then probabilities
        final float[] dp; // [J, I]
        final float[] out; // [K, I], context or dQ
        final float[] dContext; // [K, I]
        final float[] rows; // [I, K], rows of Q or dContext where a head is not whole vectors
        final float[] keyGradient; // [J, K]
        final float[] largest; // [I]
        final float[] inverse; // [I]

        Scratch(int queries, int keys) {
            this.queries = roundUp(queries, LANES);
            this.keys = roundUp(keys, BLOCK);
            int rowsOfK = roundUp(headWidth, BLOCK);
            q = new float[rowsOfK * this.queries];
            p = new float[this.keys * this.queries];
            dp = new float[this.keys * this.queries];
            out = new float[rowsOfK * this.queries];
            dContext = new float[rowsOfK * this.queries];
            rows = new float[this.queries * paddedWidth];
            keyGradient = new float[this.keys * paddedWidth];
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
                transposeIn(q, query, queries, lanes, scale, s.q);
                multiplyRows(k, key, width, keys, headWidth, s.q, 0, lanes, s.p, 0, lanes, lanes);
                softmax(s, keys, lanes);
                drop(dropout, firstQuery, h, keys, lanes, s.p);
                multiplyColumns(v, key, keys, s.p, lanes, s.out);
                transposeOut(s.out, lanes, queries, 1f, s.inverse, context, query);
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
                transposeIn(q, query, queries, lanes, scale, s.q);
                transposeIn(gradient.context(), query, queries, lanes, 1f, s.dContext);
                multiplyRows(k, key, width, keys, headWidth, s.q, 0, lanes, s.p, 0, lanes, lanes);
                multiplyRows(v, key, width, keys, headWidth, s.dContext, 0, lanes, s.dp, 0, lanes, lanes);
                System.arraycopy(statistics, h * shape.queries() + firstQuery, s.largest, 0, queries);
                System.arraycopy(statistics, (heads + h) * shape.queries() + firstQuery, s.inverse, 0, queries);
                drop(dropout, firstQuery, h, keys, lanes, s.dp);
                softmaxBackward(s, keys, lanes);
                drop(dropout, firstQuery, h, keys, lanes, s.p);
                multiplyColumns(k, key, keys, s.dp, lanes, s.out);
                transposeOut(s.out, lanes, queries, scale, null, gradient.q(), query);
                keyGradient(s, s.dp, lanes, keys, q, query, queries, scale, gradient.k(), key);
                keyGradient(s, s.p, lanes, keys, gradient.context(), query, queries, 1f, gradient.v(), key);
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

    /** Scores in s.p become e^(score - largest); notes each lane's largest score and the inverse of its sum. */
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
            largest.intoArray(s.largest, lane);
            FloatVector.broadcast(FLOATS, 1f).div(sum).intoArray(s.inverse, lane);
        }
    }

    /** Scores in s.p become probabilities, dP in s.dp becomes dScore = P·(dP - Σ P·dP). */
    private static void softmaxBackward(Scratch s, int keys, int lanes) {
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
                        .intoArray(dp, at);
            }
        }
    }

    /** Gradient of K or V: rows of weights [J, I] times rows of Q or dContext [I, K], written to the head's columns. */
    private void keyGradient(
            Scratch s,
            float[] weights,
            int lanes,
            int keys,
            float[] source,
            int from,
            int queries,
            float factor,
            float[] target,
            int to) {
        float[] rows = source;
        int at = from;
        int stride = width;
        if (paddedWidth != headWidth) {
            for (int i = 0; i < queries; i++) {
                System.arraycopy(source, from + i * width, s.rows, i * paddedWidth, headWidth);
            }
            rows = s.rows;
            at = 0;
            stride = paddedWidth;
        }
        multiplyRows(weights, 0, lanes, keys, queries, rows, at, stride, s.keyGradient, 0, paddedWidth, paddedWidth);
        for (int j = 0; j < keys; j++) {
            for (int c = 0; c < headWidth; c++) {
                target[to + j * width + c] = factor * s.keyGradient[j * paddedWidth + c];
            }
        }
    }

    /** target[c, i] = factor·source[i, c] for one head's columns; lanes past the last query become 0. */
    private void transposeIn(float[] source, int from, int queries, int lanes, float factor, float[] target) {
        for (int c = 0; c < headWidth; c++) {
            int row = c * lanes;
            int at = from + c;
            for (int i = 0; i < queries; i++, at += width) {
                target[row + i] = factor * source[at];
            }
            for (int i = queries; i < lanes; i++) {
                target[row + i] = 0f;
            }
        }
    }

    /** target[i, c] = factor·factors[i]·source[c, i] for one head's columns. */
    private void transposeOut(
            float[] source, int lanes, int queries, float factor, float @Nullable [] factors, float[] target, int to) {
        for (int i = 0; i < queries; i++) {
            float f = factors == null ? factor : factor * factors[i];
            int at = to + i * width;
            for (int c = 0; c < headWidth; c++) {
                target[at + c] = f * source[c * lanes + i];
            }
        }
    }

    /** C[j, ·] = Σ A[j, p]·B[p, ·] for j &lt; rows rounded up to whole blocks, over whole vectors of columns. */
    private static void multiplyRows(
            float[] a,
            int at,
            int stride,
            int rows,
            int depth,
            float[] b,
            int from,
            int bStride,
            float[] c,
            int to,
            int cStride,
            int columns) {
        for (int row = 0; row < rows; row += BLOCK) {
            for (int column = 0; column < columns; column += LANES) {
                AttentionTile.alongRows(
                        depth,
                        a,
                        at + row * stride,
                        stride,
                        rows - 1 - row,
                        b,
                        from + column,
                        bStride,
                        c,
                        to + row * cStride + column,
                        cStride);
            }
        }
    }

    /** C[c, ·] = Σ A[j, c]·B[j, ·] for one head's columns c of A, over the keys j. */
    private void multiplyColumns(float[] a, int at, int keys, float[] b, int lanes, float[] c) {
        for (int row = 0; row < headWidth; row += BLOCK) {
            for (int column = 0; column < lanes; column += LANES) {
                AttentionTile.alongColumns(
                        keys,
                        a,
                        at + row,
                        width,
                        headWidth - 1 - row,
                        b,
                        column,
                        lanes,
                        c,
                        row * lanes + column,
                        lanes);
            }
        }
    }

    private static int roundUp(int n, int unit) {
        return (n + unit - 1) / unit * unit;
    }
}
