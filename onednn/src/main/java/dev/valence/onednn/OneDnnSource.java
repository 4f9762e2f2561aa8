package dev.valence.onednn;

import dev.valence.compute.Gemm;
import dev.valence.compute.Precision;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;

/** Finds out whether oneDNN runs here, and with which precision it is fastest. */
public final class OneDnnSource implements Gemm.Source {
    /** For {@link java.util.ServiceLoader}. */
    public OneDnnSource() {}

    @Override
    public String name() {
        return "oneDNN";
    }

    @Override
    public Optional<Gemm> gemm(Precision precision) {
        OpenMp.load();
        boolean bf16 = supportsBf16();
        return switch (precision) {
            case AUTO -> bf16 ? Optional.of(new OneDnnGemm(true)) : Optional.empty();
            case BF16 -> Optional.of(new OneDnnGemm(true));
            case FP32 -> Optional.of(new OneDnnGemm(false));
        };
    }

    /** Whether there are instructions for products of bfloat16: levels of instruction sets are bits that include lower ones. */
    private static boolean supportsBf16() {
        int level = dnnl.dnnl_cpu_isa_avx512_core_bf16;
        return (dnnl.dnnl_get_effective_cpu_isa() & level) == level;
    }
}
