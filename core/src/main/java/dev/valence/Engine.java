package dev.valence;

import dev.valence.internal.Ids;
import java.util.Objects;

/**
 * What computes: the kernels, the precision of matrix products, and the number of threads. Immutable.
 *
 * <p>The default is the fastest that this machine can run: oneDNN in bf16 where its module is on the class path and the
 * processor has instructions for it, else the JDK's Vector API, else plain Java, on all cores.
 *
 * <pre>{@code
 * Engine engine = Engine.best().withThreads(2).withPrecision(Precision.FP32);
 * }</pre>
 *
 * @param kernels which kernels compute
 * @param precision of matrix products
 * @param threads worker threads; they never change results
 */
public record Engine(Kernels kernels, Precision precision, int threads) {
    /** Which kernels compute. */
    public enum Kernels {
        /** The fastest that can run here. */
        AUTO,
        /** The JDK's Vector API. */
        VECTOR,
        /** Plain Java. */
        SCALAR;

        /** Its name in options. */
        public String id() {
            return Ids.of(this);
        }

        /**
         * The kernels with that {@link #id}.
         *
         * @throws InputException if there are none
         */
        public static Kernels of(String id) {
            return Ids.find(values(), id, "--kernels must be auto, vector or scalar,");
        }
    }

    /**
     * Checks the parts.
     *
     * @throws InputException if there are no threads, or bf16 is asked for with kernels that do not have it
     */
    public Engine {
        Objects.requireNonNull(kernels, "kernels");
        Objects.requireNonNull(precision, "precision");
        if (threads < 1) {
            throw new InputException("--threads must be at least 1, found " + threads);
        }
        if (precision == Precision.BF16 && kernels != Kernels.AUTO) {
            throw new InputException(
                    "--precision bf16 goes with --kernels auto, found " + kernels.id() + "; leave one out");
        }
    }

    /** The fastest that this machine can run, on all cores. */
    public static Engine best() {
        return new Engine(Kernels.AUTO, Precision.AUTO, Runtime.getRuntime().availableProcessors());
    }

    /** The same with other kernels. */
    public Engine withKernels(Kernels other) {
        return new Engine(other, precision, threads);
    }

    /** The same with another precision of matrix products. */
    public Engine withPrecision(Precision other) {
        return new Engine(kernels, other, threads);
    }

    /** The same with another number of worker threads. */
    public Engine withThreads(int other) {
        return new Engine(kernels, precision, other);
    }
}
