package dev.valence.onednn;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/** Floats to the nearest numbers of bfloat16, ties to even, as many as it was made for. Belongs to one thread. */
final class Rounding {
    private final memory floats;
    private final memory rounded;
    private final reorder rounding;

    Rounding(engine cpu, int size) {
        long[] dimensions = {size};
        floats = new memory(new memory.desc(dimensions, memory.data_type.f32, memory.format_tag.a), cpu, null);
        rounded = new memory(new memory.desc(dimensions, memory.data_type.bf16, memory.format_tag.a), cpu, null);
        rounding = new reorder(floats, rounded);
    }

    void run(stream queue, Pointer source, Pointer target) {
        floats.set_data_handle(source);
        rounded.set_data_handle(target);
        rounding.execute(queue, floats, rounded);
    }
}
