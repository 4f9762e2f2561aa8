package dev.valence.onednn;

import dev.valence.Precision;
import dev.valence.internal.compute.Gemm;
import dev.valence.internal.engine.GemmSource;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;

/** Factory of oneDNN's products, if oneDNN runs on this machine and is faster. Thread-safe. */
public final class OneDnnSource implements GemmSource {
    /** For {@link java.util.ServiceLoader}. */
    public OneDnnSource() {}

    @Override
    public String name() {
        return "oneDNN";
    }

    @Override
    public Optional<Gemm> gemm(Precision precision) {
        if (precision == Precision.AUTO && !Processor.mayHaveBf16()) {
            return Optional.empty(); // oneDNN would say the same, and takes longer to load than a text to predict
        }
        OpenMp.load();
        return switch (precision) {
            case AUTO -> bf16(dnnl.dnnl_cpu_isa_avx512_core_bf16);
            case BF16 -> bf16(dnnl.dnnl_cpu_isa_avx512_core); // without instructions for it, oneDNN does it in steps
            case FP32 -> Optional.of(new OneDnnGemm(false));
        };
    }

    /**
     * Returns products of bf16 if the processor has a level of instructions; levels are bits that include lower ones.
     */
    private static Optional<Gemm> bf16(int level) {
        boolean there = (dnnl.dnnl_get_effective_cpu_isa() & level) == level;
        return there ? Optional.of(new OneDnnGemm(true)) : Optional.empty();
    }
}
