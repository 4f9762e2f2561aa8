package dev.valence.onednn;

import dev.valence.Precision;
import dev.valence.internal.compute.Gemm;
import org.junit.jupiter.api.Assumptions;
import org.opentest4j.TestAbortedException;

/** oneDNN's natives are shipped for Linux on x86-64 alone. */
final class Natives {
    private Natives() {}

    static void assumeThere() {
        boolean there = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        Assumptions.assumeTrue(there, "oneDNN is not shipped for this system");
    }

    /** Products of that precision; aborts the test where the processor has no instructions for them. */
    static Gemm gemm(Precision precision) {
        return new OneDnnSource()
                .gemm(precision)
                .orElseThrow(() -> new TestAbortedException("this processor has no products of " + precision));
    }
}
