package dev.valence.onednn;

import org.junit.jupiter.api.Assumptions;

/** oneDNN's natives are shipped for Linux on x86-64 alone. */
final class Natives {
    private Natives() {}

    static void assumeThere() {
        boolean there = System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
        Assumptions.assumeTrue(there, "oneDNN is not shipped for this system");
    }
}
