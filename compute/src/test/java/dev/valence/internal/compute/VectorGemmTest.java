package dev.valence.internal.compute;

import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.BeforeEach;

/** The Vector API's matrix products. */
class VectorGemmTest implements GemmContract {
    @BeforeEach
    void isThere() {
        assumeThat(gemm().name()).as("kernels of this JVM").startsWith("java-vector");
    }

    @Override
    public Gemm gemm() {
        return Backend.best().gemm();
    }
}
