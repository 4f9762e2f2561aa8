package dev.valence;

import dev.valence.internal.Ids;

/** Numbers that matrix products are made of; sums, weights, moments and everything between the products are always fp32. */
public enum Precision {
    /** {@link #BF16} where the processor has instructions for it and a provider that uses them is there, else {@link #FP32}. */
    AUTO,
    /** 32-bit floats. */
    FP32,
    /** Both factors rounded to bfloat16, 8 bits of precision, their products summed in fp32. */
    BF16;

    /** Its name in options. */
    public String id() {
        return Ids.of(this);
    }

    /**
     * The precision with that {@link #id}.
     *
     * @throws dev.valence.InputException if there is none
     */
    public static Precision of(String id) {
        return Ids.find(values(), id, "the precision is one of auto, fp32, bf16;");
    }
}
