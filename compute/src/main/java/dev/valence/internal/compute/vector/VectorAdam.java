package dev.valence.internal.compute.vector;

import static dev.valence.internal.compute.vector.VectorMath.FLOATS;
import static dev.valence.internal.compute.vector.VectorMath.LANES;

import dev.valence.internal.compute.Kernels.AdamStep;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Adam in one pass: four streams in, three out, so memory is the bound. */
final class VectorAdam {
    private VectorAdam() {}

    static void step(
            AdamStep step, int from, int to, float[] parameters, float[] gradients, float[] first, float[] second) {
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector g = FloatVector.fromArray(FLOATS, gradients, i).mul(step.gradientFactor());
            FloatVector m =
                    FloatVector.fromArray(FLOATS, first, i).mul(step.beta1()).add(g.mul(step.complement1()));
            FloatVector v = FloatVector.fromArray(FLOATS, second, i)
                    .mul(step.beta2())
                    .add(g.mul(g).mul(step.complement2()));
            m = m.blend(0f, m.abs().compare(VectorOperators.LT, AdamStep.TINY));
            m.intoArray(first, i);
            v.intoArray(second, i);
            FloatVector root = v.mul(step.secondCorrection()).lanewise(VectorOperators.SQRT);
            FloatVector p = FloatVector.fromArray(FLOATS, parameters, i);
            p.sub(m.mul(step.rate()).div(root.add(step.epsilon())).add(p.mul(step.decay())))
                    .intoArray(parameters, i);
        }
        for (; i < to; i++) {
            float g = step.gradientFactor() * gradients[i];
            float m = step.beta1() * first[i] + step.complement1() * g;
            float v = step.beta2() * second[i] + g * g * step.complement2();
            m = Math.abs(m) < AdamStep.TINY ? 0f : m;
            first[i] = m;
            second[i] = v;
            float root = (float) Math.sqrt(v * step.secondCorrection());
            parameters[i] -= step.rate() * m / (root + step.epsilon()) + step.decay() * parameters[i];
        }
    }
}
