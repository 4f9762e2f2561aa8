package dev.valence.onednn;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;

/** Rounding of a fixed number of floats to bf16, to nearest, ties to even. Not thread-safe. */
final class Rounding {
    private final CompiledPrimitive rounding;
    private final memory floats;
    private final memory rounded;

    Rounding(engine cpu, int size) {
        long[] dimensions = {size};
        memory.desc floatsSeen = new memory.desc(dimensions, memory.data_type.f32, memory.format_tag.a);
        memory.desc roundedSeen = new memory.desc(dimensions, memory.data_type.bf16, memory.format_tag.a);
        rounding = new CompiledPrimitive(
                cpu,
                CompiledPrimitive.attributes(),
                attributes -> new reorder.primitive_desc(cpu, floatsSeen, cpu, roundedSeen, attributes, false),
                reorder::new);
        floats = rounding.argument(dnnl.DNNL_ARG_FROM, floatsSeen);
        rounded = rounding.argument(dnnl.DNNL_ARG_TO, roundedSeen);
    }

    void run(Multiplier own, Pointer source, Pointer target) {
        floats.set_data_handle(source);
        rounded.set_data_handle(target);
        rounding.run(own);
    }
}
