package dev.valence.internal.compute.vector;

import static dev.valence.internal.compute.vector.VectorMath.FLOATS;
import static dev.valence.internal.compute.vector.VectorMath.LANES;

import dev.valence.internal.compute.Kernels.Norm;
import jdk.incubator.vector.FloatVector;

/** LayerNorm row by row; a row is read from the first-level cache in every pass but the first. */
final class VectorLayerNorm {
    private VectorLayerNorm() {}

    static void forward(Norm norm, float[] parameters, int rows, float[] x, float[] inverse, float[] y) {
        int width = norm.width();
        int whole = width - width % LANES;
        float[] lanes = new float[LANES];
        for (int r = 0; r < rows; r++) {
            int row = r * width;
            float mean = mean(x, row, width, whole, lanes);
            float variance = centre(x, row, width, whole, mean, lanes);
            float factor = (float) (1.0 / Math.sqrt(variance + norm.epsilon()));
            inverse[r] = factor;
            scale(norm, parameters, x, row, whole, factor, y);
        }
    }

    private static float mean(float[] x, int row, int width, int whole, float[] lanes) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int c = 0; c < whole; c += LANES) {
            sum = sum.add(FloatVector.fromArray(FLOATS, x, row + c));
        }
        float total = VectorMath.sum(sum, lanes);
        for (int c = whole; c < width; c++) {
            total += x[row + c];
        }
        return total / width;
    }

    /** Subtracts the mean from a row and returns the row's variance. */
    private static float centre(float[] x, int row, int width, int whole, float mean, float[] lanes) {
        FloatVector squares = FloatVector.zero(FLOATS);
        for (int c = 0; c < whole; c += LANES) {
            FloatVector centred = FloatVector.fromArray(FLOATS, x, row + c).sub(mean);
            squares = centred.fma(centred, squares);
            centred.intoArray(x, row + c);
        }
        float total = VectorMath.sum(squares, lanes);
        for (int c = whole; c < width; c++) {
            x[row + c] -= mean;
            total += x[row + c] * x[row + c];
        }
        return total / width;
    }

    private static void scale(Norm norm, float[] parameters, float[] x, int row, int whole, float factor, float[] y) {
        for (int c = 0; c < whole; c += LANES) {
            FloatVector normalized = FloatVector.fromArray(FLOATS, x, row + c).mul(factor);
            normalized.intoArray(x, row + c);
            normalized
                    .fma(
                            FloatVector.fromArray(FLOATS, parameters, norm.scaleOffset() + c),
                            FloatVector.fromArray(FLOATS, parameters, norm.biasOffset() + c))
                    .intoArray(y, row + c);
        }
        for (int c = whole; c < norm.width(); c++) {
            x[row + c] *= factor;
            y[row + c] = Math.fma(x[row + c], parameters[norm.scaleOffset() + c], parameters[norm.biasOffset() + c]);
        }
    }

    static void backward(
            Norm norm,
            float[] parameters,
            int rows,
            float[] dy,
            float[] normalized,
            float[] inverse,
            float[] dx,
            float[] gradients) {
        float[] lanes = new float[LANES];
        for (int r = 0; r < rows; r++) {
            backwardRow(norm, parameters, r * norm.width(), inverse[r], dy, normalized, dx, gradients, lanes);
        }
    }

    private static void backwardRow(
            Norm norm,
            float[] parameters,
            int row,
            float inverse,
            float[] dy,
            float[] normalized,
            float[] dx,
            float[] gradients,
            float[] lanes) {
        int width = norm.width();
        int whole = width - width % LANES;
        int scale = norm.scaleOffset();
        int bias = norm.biasOffset();
        FloatVector sums = FloatVector.zero(FLOATS);
        FloatVector projections = FloatVector.zero(FLOATS);
        for (int c = 0; c < whole; c += LANES) {
            FloatVector g = FloatVector.fromArray(FLOATS, dy, row + c);
            FloatVector n = FloatVector.fromArray(FLOATS, normalized, row + c);
            g.fma(n, FloatVector.fromArray(FLOATS, gradients, scale + c)).intoArray(gradients, scale + c);
            g.add(FloatVector.fromArray(FLOATS, gradients, bias + c)).intoArray(gradients, bias + c);
            FloatVector d = g.mul(FloatVector.fromArray(FLOATS, parameters, scale + c));
            sums = sums.add(d);
            projections = d.fma(n, projections);
        }
        float mean = VectorMath.sum(sums, lanes);
        float projection = VectorMath.sum(projections, lanes);
        for (int c = whole; c < width; c++) {
            gradients[scale + c] += dy[row + c] * normalized[row + c];
            gradients[bias + c] += dy[row + c];
            float d = dy[row + c] * parameters[scale + c];
            mean += d;
            projection += d * normalized[row + c];
        }
        mean /= width;
        projection /= width;
        for (int c = 0; c < whole; c += LANES) {
            FloatVector d = FloatVector.fromArray(FLOATS, dy, row + c)
                    .mul(FloatVector.fromArray(FLOATS, parameters, scale + c))
                    .sub(mean);
            FloatVector.fromArray(FLOATS, normalized, row + c)
                    .mul(-projection)
                    .add(d)
                    .mul(inverse)
                    .intoArray(dx, row + c);
        }
        for (int c = whole; c < width; c++) {
            dx[row + c] = inverse * (dy[row + c] * parameters[scale + c] - mean - normalized[row + c] * projection);
        }
    }
}
