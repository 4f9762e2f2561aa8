package dev.valence.onednn;

import dev.valence.internal.compute.Gemm;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;

/**
 * oneDNN's matrix products. Thread-safe as {@link Gemm} requires: a thread borrows everything a product needs besides
 * the packed weights.
 */
final class OneDnnGemm implements Gemm {
    private final memory.data_type type;
    private final engine cpu = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
    private final Multipliers multipliers;
    private final RowAgreement agreement = new RowAgreement(this);

    /** @param bf16 whether the factors are rounded to bfloat16 */
    OneDnnGemm(boolean bf16) {
        type = bf16 ? memory.data_type.bf16 : memory.data_type.f32;
        multipliers = new Multipliers(cpu, type);
    }

    @Override
    public String name() {
        return rounds() ? "onednn-bf16" : "onednn-fp32";
    }

    @Override
    public Weight weight(int inputs, int outputs) {
        return new OneDnnWeight(this, inputs, outputs);
    }

    @Override
    public Operand operand(boolean independent) {
        return new OneDnnOperand(this, independent);
    }

    /** Whether the factors are rounded to bfloat16. */
    boolean rounds() {
        return type == memory.data_type.bf16;
    }

    engine cpu() {
        return cpu;
    }

    memory.data_type type() {
        return type;
    }

    /** Borrows a multiplier for the calling thread, until it is closed. */
    Multiplier multiplier() {
        return multipliers.borrow();
    }

    /** Returns the rule that makes rows independent of each other. */
    RowAgreement agreement() {
        return agreement;
    }

    /** Bytes per element of a factor. */
    int factorBytes() {
        return rounds() ? Short.BYTES : Float.BYTES;
    }
}
