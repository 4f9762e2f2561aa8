package dev.valence.benchmarks.kernels;

import dev.valence.internal.compute.CounterRandom;

/** Arrays to compute with. */
final class Floats {
    private Floats() {}

    /** Normal numbers. */
    static float[] normal(int n, int stream) {
        CounterRandom random = new CounterRandom(1, stream);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.normal(i);
        }
        return values;
    }
}
