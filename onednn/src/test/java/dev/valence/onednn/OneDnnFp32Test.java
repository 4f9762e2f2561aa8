package dev.valence.onednn;

import dev.valence.compute.Gemm;
import dev.valence.compute.GemmContract;
import dev.valence.compute.Precision;
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
