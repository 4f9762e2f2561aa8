package dev.valence.benchmarks;

import dev.valence.internal.compute.Gemm;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntToDoubleFunction;

/**
 * What the machine can do: fused multiply-adds on registers, and STREAM's triad (McCalpin, 1995) over arrays that no cache
 * holds, as plain loops, which the JIT turns into the widest vectors there are; and what a provider's products reach where
 * nothing holds them up.
 */
final class PeakMeasurement {
    private static final int BLOCK = 2048; // floats: far inside a first-level cache
    private static final int PASSES = 20_000;
    private static final int CHAIN = 16; // multiply-adds for each load and store
    private static final int TRIAD = 1 << 25; // floats of each of three arrays, 128 MB
    private static final int TRIES = 7;
    private static final int ROWS = 384;
    private static final int INPUTS = 3072; // many for each element that is copied out
    private static final int OUTPUTS = 768;
    private static final int PRODUCTS = 20;

    private PeakMeasurement() {}

    /** The best of some tries on so many threads. */
    static StepCost.Peak measure(int threads) {
        double operations = best(threads, thread -> multiplyAdds());
        double bytes = triad(threads);
        return new StepCost.Peak(operations, bytes);
    }

    /** Operations a second of a provider's largest product, each thread with rows of its own; the best of some tries. */
    static double products(Gemm gemm, int threads) {
        Gemm.Weight weight = gemm.weight(INPUTS, OUTPUTS);
        weight.load(new float[INPUTS * OUTPUTS], 0);
        float[] bias = new float[OUTPUTS];
        float[] x = new float[ROWS * INPUTS];
        Arrays.fill(x, 1f);
        return best(threads, thread -> {
            Gemm.Operand operand = gemm.operand(false);
            operand.take(ROWS, INPUTS, x);
            float[] y = new float[ROWS * OUTPUTS];
            for (int i = 0; i < PRODUCTS; i++) {
                weight.forward(operand, bias, 0, y);
            }
            return 2.0 * PRODUCTS * ROWS * INPUTS * OUTPUTS;
        });
    }

    private static double triad(int threads) {
        float[] a = new float[TRIAD];
        float[] b = new float[TRIAD];
        float[] c = new float[TRIAD];
        Arrays.fill(b, 1f);
        Arrays.fill(c, 2f);
        int share = TRIAD / threads;
        return best(threads, thread -> {
            triad(a, b, c, thread * share, (thread + 1) * share);
            return 3.0 * Float.BYTES * share;
        });
    }

    private static void triad(float[] a, float[] b, float[] c, int from, int to) {
        for (int i = from; i < to; i++) {
            a[i] = b[i] + 3f * c[i];
        }
    }

    /** Returns how many floating-point operations were done. */
    private static double multiplyAdds() {
        float[] x = new float[BLOCK];
        Arrays.fill(x, 1f);
        for (int pass = 0; pass < PASSES; pass++) {
            multiplyAdds(x, 0.999f, 0.001f);
        }
        if (!(x[0] > 0)) {
            throw new IllegalStateException("the sums must stay near 1, found " + x[0]);
        }
        return 2.0 * CHAIN * BLOCK * PASSES;
    }

    /** A chain of {@value #CHAIN} in each element; the elements are independent, so several chains are in flight. */
    private static void multiplyAdds(float[] x, float factor, float term) {
        for (int i = 0; i < x.length; i++) {
            float y = x[i];
            y = Math.fma(Math.fma(Math.fma(Math.fma(y, factor, term), factor, term), factor, term), factor, term);
            y = Math.fma(Math.fma(Math.fma(Math.fma(y, factor, term), factor, term), factor, term), factor, term);
            y = Math.fma(Math.fma(Math.fma(Math.fma(y, factor, term), factor, term), factor, term), factor, term);
            y = Math.fma(Math.fma(Math.fma(Math.fma(y, factor, term), factor, term), factor, term), factor, term);
            x[i] = y;
        }
    }

    /** Units of work a second, all threads together, in the fastest try. */
    private static double best(int threads, IntToDoubleFunction work) {
        double best = 0;
        for (int i = 0; i < TRIES; i++) {
            double[] done = new double[threads];
            CountDownLatch latch = new CountDownLatch(threads);
            long start = System.nanoTime();
            for (int t = 0; t < threads; t++) {
                int thread = t;
                new Thread(() -> {
                            done[thread] = work.applyAsDouble(thread);
                            latch.countDown();
                        })
                        .start();
            }
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new PeerException("interrupted", e);
            }
            best = Math.max(best, Arrays.stream(done).sum() / ((System.nanoTime() - start) / 1e9));
        }
        return best;
    }
}
