package dev.valence.benchmarks.kernels;

import dev.valence.benchmarks.Providers;
import dev.valence.internal.compute.Attention;
import dev.valence.internal.compute.Dropout;
import java.util.Arrays;
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

/** Attention of MiniLM's shape, 12 heads of 32, over about as many tokens in texts of several lengths. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AttentionBenchmark {
    static final int TOKENS = 512;
    static final int HEADS = 12;
    static final int WIDTH = 384;

    /** Texts of one length. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before all else
    public static class Texts {
        /** Who computes. */
        @Param("")
        public String backend;

        /** Tokens of each text. */
        @Param({"13", "64", "256"})
        public int length;

        private Attention attention;
        private Attention.Shape shape;
        private float[] q; // [T, D]
        private float[] k; // [T, D]
        private float[] v; // [T, D]
        private float[] context; // [T, D]
        private float[] statistics; // [2, H, T]
        private Attention.Gradient gradient;

        /** Fills the arrays. */
        @Setup(Level.Trial)
        public void setUp() {
            int[] offsets = new int[TOKENS / length + 1];
            Arrays.setAll(offsets, text -> text * length);
            shape = new Attention.Shape(offsets.length - 1, offsets, offsets);
            attention = Providers.named(backend).kernels().attention(HEADS, WIDTH / HEADS);
            q = Floats.normal(TOKENS * WIDTH, 1);
            k = Floats.normal(TOKENS * WIDTH, 2);
            v = Floats.normal(TOKENS * WIDTH, 3);
            context = Floats.normal(TOKENS * WIDTH, 4);
            statistics = new float[2 * HEADS * TOKENS];
            gradient = new Attention.Gradient(
                    context.clone(), new float[TOKENS * WIDTH], new float[TOKENS * WIDTH], new float[TOKENS * WIDTH]);
            attention.forward(shape, Dropout.NONE, q, k, v, context, statistics);
        }
    }

    /** Scores, softmax, product with the values. */
    @Benchmark
    public float[] attention(Texts t) {
        t.attention.forward(t.shape, Dropout.NONE, t.q, t.k, t.v, t.context, t.statistics);
        return t.context;
    }

    /** Its gradients. */
    @Benchmark
    public Attention.Gradient attentionBackward(Texts t) {
        t.attention.backward(t.shape, Dropout.NONE, t.q, t.k, t.v, t.statistics, t.gradient);
        return t.gradient;
    }
}
