package dev.valence.benchmarks.kernels;

import dev.valence.benchmarks.Providers;
import dev.valence.internal.compute.Kernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A step of Adam over weights that no cache holds. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AdamBenchmark {
    static final int WEIGHTS = 1 << 24;

    private static final Kernels.AdamStep STEP =
            new Kernels.AdamStep(1f, 0.9f, 0.1f, 0.999f, 0.001f, 1e-5f, 1f, 1e-8f, 0f);

    /** Weights and moments. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before all else
    public static class Weights {
        /** Who computes. */
        @Param("")
        public String backend;

        private Kernels kernels;
        private float[] parameters; // [WEIGHTS]
        private float[] gradients; // [WEIGHTS]
        private float[] first; // [WEIGHTS]
        private float[] second; // [WEIGHTS]

        /** Fills the arrays. */
        @Setup(Level.Trial)
        public void setUp() {
            kernels = Providers.named(backend).kernels();
            parameters = Floats.normal(WEIGHTS, 1);
            gradients = parameters.clone();
            first = new float[WEIGHTS];
            second = new float[WEIGHTS];
        }
    }

    /** One step. */
    @Benchmark
    public float[] adam(Weights w) {
        w.kernels.adam(STEP, 0, WEIGHTS, w.parameters, w.gradients, w.first, w.second);
        return w.parameters;
    }
}
