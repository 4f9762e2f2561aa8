package dev.valence.onednn;

import dev.valence.Precision;
import dev.valence.internal.compute.Gemm;
import dev.valence.internal.compute.GemmContract;
import org.junit.jupiter.api.BeforeAll;

/** Factors are rounded to the nearest number of 8 bits, ties to even, and nothing else is. */
class OneDnnBf16Test implements GemmContract {
    @BeforeAll
    static void isThere() {
        Natives.assumeThere();
    }

    @Override
    public Gemm gemm() {
        return Natives.gemm(Precision.BF16);
    }

    @Override
    public double seen(double x) {
        double place = Math.scalb(1.0, Math.getExponent(x) - 7);
        return Math.rint(x / place) * place;
    }

    @Override
    public double unitRoundoff() {
        return 0x1p-8;
    }
}
