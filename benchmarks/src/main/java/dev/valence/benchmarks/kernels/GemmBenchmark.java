package dev.valence.benchmarks.kernels;

import dev.valence.benchmarks.Providers;
import dev.valence.internal.compute.Gemm;
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

/** The three forms of the matrix product at the sizes of the three shapes, with the rows of a shard; they are taken over beforehand. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GemmBenchmark {
    /** Rows R of each product. */
    public static final int ROWS = 400;

    /** One matrix and what it is multiplied with. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before all else
    public static class Product {
        /** Provider of the products. */
        @Param("")
        public String backend;

        /** Inputs and outputs. */
        @Param({"128x128", "128x256", "384x384", "384x1536", "768x768", "768x3072"})
        public String size;

        private Gemm.Weight weight;
        private float[] y; // [R, outputs]
        private float[] dx; // [R, inputs]
        private Gemm.Operand x; // [R, inputs]
        private Gemm.Operand dy; // [R, outputs]
        private float[] w; // [inputs, outputs]
        private float[] bias; // [outputs]

        /** Fills the arrays. */
        @Setup(Level.Trial)
        public void setUp() {
            int inputs = Integer.parseInt(size.split("x", -1)[0]);
            int outputs = Integer.parseInt(size.split("x", -1)[1]);
            y = Floats.normal(ROWS * outputs, 1);
            dx = new float[ROWS * inputs];
            w = Floats.normal(inputs * outputs, 3);
            bias = Floats.normal(outputs, 4);
            Gemm gemm = Providers.named(backend).gemm();
            weight = gemm.weight(inputs, outputs);
            weight.load(w, 0);
            x = gemm.operand(false);
            x.take(ROWS, inputs, Floats.normal(ROWS * inputs, 2));
            dy = gemm.operand(false);
            dy.take(ROWS, outputs, Floats.normal(ROWS * outputs, 5));
        }
    }

    /** Y = X·W + b. */
    @Benchmark
    public float[] forward(Product p) {
        p.weight.forward(p.x, p.bias, 0, p.y);
        return p.y;
    }

    /** dX = dY·Wᵀ. */
    @Benchmark
    public float[] backwardInput(Product p) {
        p.weight.backwardInput(p.dy, p.dx, false);
        return p.dx;
    }

    /** dW += Xᵀ·dY. */
    @Benchmark
    public float[] backwardWeight(Product p) {
        p.weight.backwardWeight(p.x, p.dy, p.w, 0);
        return p.w;
    }
}
