package dev.valence.internal.compute.vector;

import static dev.valence.internal.compute.vector.VectorMath.FLOATS;
import static dev.valence.internal.compute.vector.VectorMath.INTEGERS;
import static dev.valence.internal.compute.vector.VectorMath.LANES;

import dev.valence.internal.compute.Dropout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Factors of {@link Dropout} in whole vectors. */
final class VectorDropout {
    private static final IntVector IOTA = IntVector.zero(INTEGERS).addIndex(1);

    private VectorDropout() {}

    /** Factors of the elements from {@code base} - dropout.base() on. */
    static FloatVector factors(int base, int threshold, float scale) {
        return factors(IOTA.add(base), threshold, scale);
    }

    /** Factors of elements {@code stride} apart, the first of them at {@code base} - dropout.base(). */
    static FloatVector factors(int base, int stride, int threshold, float scale) {
        return factors(IOTA.mul(stride).add(base), threshold, scale);
    }

    private static FloatVector factors(IntVector positions, int threshold, float scale) {
        IntVector h = positions;
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16))
                .mul(Dropout.FIRST_MULTIPLIER);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 15))
                .mul(Dropout.SECOND_MULTIPLIER);
        h = h.lanewise(VectorOperators.XOR, h.lanewise(VectorOperators.LSHR, 16));
        // the factor is chosen as bits, because casting a mask of integers to one of floats is slow on JDK 17
        return IntVector.zero(INTEGERS)
                .blend(Float.floatToRawIntBits(scale), h.compare(VectorOperators.GE, threshold))
                .reinterpretAsFloats();
    }

    /** See {@link dev.valence.internal.compute.Kernels#dropout}. */
    static void drop(Dropout dropout, int from, int to, float[] source, float[] target) {
        int base = dropout.base();
        int threshold = dropout.threshold();
        float scale = dropout.scale();
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector.fromArray(FLOATS, source, i)
                    .mul(factors(base + i, threshold, scale))
                    .intoArray(target, i);
        }
        for (; i < to; i++) {
            target[i] = dropout.factor(i) * source[i];
        }
    }

    /** See {@link dev.valence.internal.compute.Kernels#addDropout}. */
    static void add(Dropout dropout, int n, float[] residual, float[] x) {
        int base = dropout.base();
        int threshold = dropout.threshold();
        float scale = dropout.scale();
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector.fromArray(FLOATS, x, i)
                    .fma(factors(base + i, threshold, scale), FloatVector.fromArray(FLOATS, residual, i))
                    .intoArray(x, i);
        }
        for (; i < n; i++) {
            x[i] = Math.fma(x[i], dropout.factor(i), residual[i]);
        }
    }
}
