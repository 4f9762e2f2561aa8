package dev.valence.benchmarks.kernels;

import dev.valence.benchmarks.Providers;
import dev.valence.internal.compute.Activation;
import dev.valence.internal.compute.Dropout;
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

/** LayerNorm and GELU over the rows of a shard. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RowsBenchmark {
    static final int ROWS = 400;

    /** The rows. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before all else
    public static class Rows {
        /** Who computes. */
        @Param("")
        public String backend;

        /** Columns of a row. */
        @Param({"128", "384", "768"})
        public int width;

        private Kernels kernels;
        private Kernels.Norm norm;
        private float[] parameters; // scale and bias, [2, width]
        private float[] gradients; // as parameters
        private float[] x; // [R, width]
        private float[] y; // [R, width]
        private float[] inverse; // [R]

        /** Fills the arrays. */
        @Setup(Level.Trial)
        public void setUp() {
            kernels = Providers.named(backend).kernels();
            norm = new Kernels.Norm(width, 1e-5f, 0, width);
            parameters = Floats.normal(2 * width, 1);
            gradients = new float[2 * width];
            x = Floats.normal(ROWS * width, 2);
            y = Floats.normal(ROWS * width, 3);
            inverse = Floats.normal(ROWS, 4);
        }
    }

    /** LayerNorm; x is normalized again and again, which takes as long as the first time. */
    @Benchmark
    public float[] layerNorm(Rows r) {
        r.kernels.layerNorm(r.norm, r.parameters, ROWS, r.x, r.inverse, r.y);
        return r.y;
    }

    /** Its gradients. */
    @Benchmark
    public float[] layerNormBackward(Rows r) {
        r.kernels.layerNormBackward(r.norm, r.parameters, ROWS, r.y, r.x, r.inverse, r.y, r.gradients);
        return r.y;
    }

    /** GELU. */
    @Benchmark
    public float[] gelu(Rows r) {
        r.kernels.activate(Activation.GELU, Dropout.NONE, ROWS * r.width, r.x, r.y);
        return r.y;
    }

    /** Its gradients. */
    @Benchmark
    public float[] geluBackward(Rows r) {
        r.kernels.activateBackward(Activation.GELU, Dropout.NONE, ROWS * r.width, r.x, r.y);
        return r.y;
    }
}
