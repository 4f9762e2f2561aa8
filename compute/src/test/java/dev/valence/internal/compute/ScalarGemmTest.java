package dev.valence.internal.compute;

/** Plain Java's matrix products. */
class ScalarGemmTest implements GemmContract {
    @Override
    public Gemm gemm() {
        return Backend.scalar().gemm();
    }
}
