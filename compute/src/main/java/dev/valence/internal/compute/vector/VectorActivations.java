package dev.valence.internal.compute.vector;

import static dev.valence.internal.compute.vector.VectorMath.FLOATS;
import static dev.valence.internal.compute.vector.VectorMath.LANES;

import dev.valence.internal.compute.Activation;
import dev.valence.internal.compute.NormalTail;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Smooth activations by whole vectors. Both forms of GELU are x times a rising function of x; with its lower tail q(|x|)
 * they are max(x, 0) - |x|·q, without cancellation. The last elements of an array go through a vector of their own, so
 * that a number's result does not depend on where it stands.
 */
final class VectorActivations {
    // constants, not broadcasts where they are used: the JIT inlines so much bytecode into one loop and no more
    private static final FloatVector ONE = FloatVector.broadcast(FLOATS, 1f);
    private static final FloatVector QUARTER = FloatVector.broadcast(FLOATS, 0.25f);
    private static final FloatVector P0 = FloatVector.broadcast(FLOATS, NormalTail.P0);
    private static final FloatVector P1 = FloatVector.broadcast(FLOATS, NormalTail.P1);
    private static final FloatVector P2 = FloatVector.broadcast(FLOATS, NormalTail.P2);
    private static final FloatVector P3 = FloatVector.broadcast(FLOATS, NormalTail.P3);
    private static final FloatVector P4 = FloatVector.broadcast(FLOATS, NormalTail.P4);
    private static final FloatVector P5 = FloatVector.broadcast(FLOATS, NormalTail.P5);
    private static final FloatVector P6 = FloatVector.broadcast(FLOATS, NormalTail.P6);
    private static final FloatVector P7 = FloatVector.broadcast(FLOATS, NormalTail.P7);
    private static final FloatVector P8 = FloatVector.broadcast(FLOATS, NormalTail.P8);
    private static final FloatVector P9 = FloatVector.broadcast(FLOATS, NormalTail.P9);

    // By handles, which the JIT does not see through, so that it compiles every loop alone. Two in one method were too
    // much for it: it inlined one of them and left the other's vectors objects, four times as slow.
    private static final Map<Activation, MethodHandle> FORWARD = Map.of(
            Activation.GELU, loop("gelu"), Activation.GELU_TANH, loop("geluTanh"), Activation.TANH, loop("tanh"));
    private static final Map<Activation, MethodHandle> BACKWARD = Map.of(
            Activation.GELU,
            loop("geluBackward"),
            Activation.GELU_TANH,
            loop("geluTanhBackward"),
            Activation.TANH,
            loop("tanhBackward"));

    private VectorActivations() {}

    static void forward(Activation f, int from, int to, float[] x, float[] y) {
        int whole = to - (to - from) % LANES;
        run(FORWARD, f, from, whole, x, y);
        if (whole < to) {
            float[] rest = padded(x, whole, to);
            run(FORWARD, f, 0, LANES, rest, rest);
            System.arraycopy(rest, 0, y, whole, to - whole);
        }
    }

    static void backward(Activation f, int n, float[] x, float[] dy) {
        int whole = n - n % LANES;
        run(BACKWARD, f, 0, whole, x, dy);
        if (whole < n) {
            float[] rest = padded(dy, whole, n);
            run(BACKWARD, f, 0, LANES, padded(x, whole, n), rest);
            System.arraycopy(rest, 0, dy, whole, n - whole);
        }
    }

    private static float[] padded(float[] array, int from, int to) {
        return Arrays.copyOf(Arrays.copyOfRange(array, from, to), LANES);
    }

    private static void run(Map<Activation, MethodHandle> loops, Activation f, int from, int to, float[] x, float[] y) {
        MethodHandle loop = loops.get(f);
        if (loop == null) {
            throw new IllegalArgumentException("ReLU has a class of its own");
        }
        try {
            loop.invokeExact(from, to, x, y);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("loops throw nothing that must be declared", e);
        }
    }

    private static MethodHandle loop(String name) {
        MethodType type = MethodType.methodType(void.class, int.class, int.class, float[].class, float[].class);
        try {
            return MethodHandles.lookup().findStatic(VectorActivations.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(name, e);
        }
    }

    static void gelu(int from, int to, float[] x, float[] y) {
        for (int i = from; i < to; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            FloatVector z = v.abs();
            withoutTail(v, z, normalTail(z, normalExponential(z))).intoArray(y, i);
        }
    }

    static void geluBackward(int from, int to, float[] x, float[] dy) {
        for (int i = from; i < to; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            FloatVector z = v.abs();
            FloatVector e = normalExponential(z);
            FloatVector mirrored = z.mul(-NormalTail.DENSITY).fma(e, normalTail(z, e));
            slope(v, mirrored).mul(FloatVector.fromArray(FLOATS, dy, i)).intoArray(dy, i);
        }
    }

    static void geluTanh(int from, int to, float[] x, float[] y) {
        for (int i = from; i < to; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            FloatVector z = v.abs();
            withoutTail(v, z, logisticTail(z)).intoArray(y, i);
        }
    }

    static void geluTanhBackward(int from, int to, float[] x, float[] dy) {
        for (int i = from; i < to; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, i);
            FloatVector z = v.abs();
            FloatVector tail = logisticTail(z);
            FloatVector du = z.mul(z)
                    .mul(6 * Activation.GELU_SCALE * Activation.GELU_CUBIC)
                    .add(2 * Activation.GELU_SCALE);
            FloatVector bend = tail.mul(ONE.sub(tail));
            FloatVector mirrored = tail.sub(z.mul(du).mul(bend));
            slope(v, mirrored).mul(FloatVector.fromArray(FLOATS, dy, i)).intoArray(dy, i);
        }
    }

    static void tanh(int from, int to, float[] x, float[] y) {
        for (int i = from; i < to; i += LANES) {
            VectorMath.tanh(FloatVector.fromArray(FLOATS, x, i)).intoArray(y, i);
        }
    }

    static void tanhBackward(int from, int to, float[] x, float[] dy) {
        for (int i = from; i < to; i += LANES) {
            FloatVector t = VectorMath.tanh(FloatVector.fromArray(FLOATS, x, i));
            FloatVector d = FloatVector.fromArray(FLOATS, dy, i);
            t.mul(t).neg().fma(d, d).intoArray(dy, i);
        }
    }

    /** max(x, 0) - |x|·q. */
    private static FloatVector withoutTail(FloatVector x, FloatVector z, FloatVector tail) {
        return z.neg().fma(tail, x.max(0f));
    }

    /** The slope at x from the slope {@code mirrored} at -|x|: the two add up to 1. */
    private static FloatVector slope(FloatVector x, FloatVector mirrored) {
        return mirrored.blend(ONE.sub(mirrored), x.compare(VectorOperators.GE, 0f));
    }

    /** e^(-z²/2). */
    private static FloatVector normalExponential(FloatVector z) {
        return VectorMath.exp(z.mul(z).mul(-0.5f));
    }

    /** Φ(-z); see {@link NormalTail}. */
    private static FloatVector normalTail(FloatVector z, FloatVector exponential) {
        FloatVector t = ONE.div(z.fma(QUARTER, ONE));
        FloatVector p = P9.fma(t, P8);
        p = p.fma(t, P7);
        p = p.fma(t, P6);
        p = p.fma(t, P5);
        p = p.fma(t, P4);
        p = p.fma(t, P3);
        p = p.fma(t, P2);
        p = p.fma(t, P1);
        p = p.fma(t, P0);
        return p.mul(t).mul(exponential);
    }

    /** 1 / (1 + e^(2u)) for the approximation's u ≥ 0. */
    private static FloatVector logisticTail(FloatVector z) {
        FloatVector scaled = z.mul(z).mul(-2 * Activation.GELU_SCALE * Activation.GELU_CUBIC);
        FloatVector e = VectorMath.exp(scaled.sub(2 * Activation.GELU_SCALE).mul(z));
        return e.div(e.add(1f));
    }
}
