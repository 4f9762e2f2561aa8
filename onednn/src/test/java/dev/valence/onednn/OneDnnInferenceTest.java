package dev.valence.onednn;

import dev.valence.Precision;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.transformer.InferenceContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** One text at a time with oneDNN's products. */
class OneDnnInferenceTest {
    @BeforeAll
    static void isThere() {
        Natives.assumeThere();
    }

    private static Backend backend(Precision precision) {
        return new Backend(Natives.gemm(precision), Backend.best().kernels());
    }

    @Nested
    class Bf16 implements InferenceContract {
        @Override
        public Backend backend() {
            return OneDnnInferenceTest.backend(Precision.BF16);
        }
    }

    @Nested
    class Fp32 implements InferenceContract {
        @Override
        public Backend backend() {
            return OneDnnInferenceTest.backend(Precision.FP32);
        }
    }
}
