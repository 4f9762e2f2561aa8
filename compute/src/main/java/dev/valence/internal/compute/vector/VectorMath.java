package dev.valence.internal.compute.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Functions of whole vectors. */
final class VectorMath {
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> INTEGERS = IntVector.SPECIES_PREFERRED;
    static final int LANES = FLOATS.length();

    // constants, not broadcasts where they are used: the JIT inlines so much bytecode into one loop and no more
    private static final FloatVector LOG2_E = constant(1.442695f);
    /** -ln 2 in two parts, the first with so few bits that its product with a small integer is exact (Cody and Waite). */
    private static final FloatVector MINUS_LN2_HIGH = constant(-0.6933594f);

    private static final FloatVector MINUS_LN2_LOW = constant(0.00021219444f);
    /** Adding it rounds a float of moderate size to an integer, which then stands in its low bits. */
    private static final FloatVector ROUNDER = constant(12582912f); // 1.5 · 2^23

    private static final FloatVector LOWEST = constant(-87f);
    private static final FloatVector ONE = constant(1f);
    private static final FloatVector E2 = constant(0.5f);
    private static final FloatVector E3 = constant(0.16666666f);
    private static final FloatVector E4 = constant(0.041665796f);
    private static final FloatVector E5 = constant(0.008333452f);
    private static final FloatVector E6 = constant(0.0013981999f);
    private static final FloatVector E7 = constant(0.00019875691f);

    private VectorMath() {}

    private static FloatVector constant(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }

    /**
     * e^x for x ≤ 0, within 2 units in the last place; below -87 the smallest normal float. Range reduction by ln 2, then
     * the polynomial of Cephes' expf (Moshier).
     */
    static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.max(LOWEST);
        FloatVector shifted = bounded.fma(LOG2_E, ROUNDER);
        FloatVector n = shifted.sub(ROUNDER);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, bounded));
        FloatVector p = E7.fma(r, E6).fma(r, E5).fma(r, E4).fma(r, E3).fma(r, E2);
        p = p.fma(r.mul(r), r).add(ONE);
        // the integer n stands in the low bits of shifted; moved up it becomes a change of exponent
        IntVector exponent = shifted.viewAsIntegralLanes().reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return p.viewAsIntegralLanes().reinterpretAsInts().add(exponent).reinterpretAsFloats();
    }

    /** tanh(x) within 2 units in the last place: Cephes' tanhf (Moshier), a polynomial near 0 and 1 - 2/(e^2x + 1) beyond. */
    static FloatVector tanh(FloatVector x) {
        FloatVector z = x.abs();
        FloatVector e = exp(z.mul(-2f));
        FloatVector far = FloatVector.broadcast(FLOATS, 1f).sub(e.add(e).div(e.add(1f)));
        FloatVector signed = far.blend(far.neg(), x.lt(0f));
        FloatVector square = x.mul(x);
        FloatVector p = FloatVector.broadcast(FLOATS, -0.0057049887f);
        p = p.fma(square, FloatVector.broadcast(FLOATS, 0.020639088f));
        p = p.fma(square, FloatVector.broadcast(FLOATS, -0.053739715f));
        p = p.fma(square, FloatVector.broadcast(FLOATS, 0.13331442f));
        p = p.fma(square, FloatVector.broadcast(FLOATS, -0.3333328f));
        FloatVector near = p.mul(square).fma(x, x);
        return signed.blend(near, z.lt(0.625f));
    }

    /** Sum of the lanes in a fixed order: what JIT and interpreter make of reduceLanes may differ in the last bit. */
    static float sum(FloatVector x, float[] scratch) {
        x.intoArray(scratch, 0);
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                scratch[i] += scratch[i + half];
            }
        }
        return scratch[0];
    }
}
