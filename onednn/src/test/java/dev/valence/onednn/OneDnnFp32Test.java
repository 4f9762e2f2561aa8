package dev.valence.onednn;

import dev.valence.Precision;
import dev.valence.internal.compute.Gemm;
import dev.valence.internal.compute.GemmContract;
import org.junit.jupiter.api.BeforeAll;

class OneDnnFp32Test implements GemmContract {
    @BeforeAll
    static void isThere() {
        Natives.assumeThere();
    }

    @Override
    public Gemm gemm() {
        return Natives.gemm(Precision.FP32);
    }
}
