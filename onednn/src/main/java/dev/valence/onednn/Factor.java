package dev.valence.onednn;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.jspecify.annotations.Nullable;

/** A factor of a product that comes as floats, row-major, and is rounded on the way if need be. Belongs to one thread. */
final class Factor {
    private final int size;
    private final memory floats;
    private final memory multiplied; // the floats themselves in fp32
    private final @Nullable reorder rounding;

    /**
     * @param seen the matrix as the product sees it, of the type that is multiplied, without gaps
     * @param size its elements
     */
    Factor(engine cpu, memory.desc seen, memory.data_type type, int size) {
        this.size = size;
        this.multiplied = new memory(seen, cpu, null);
        if (type == memory.data_type.f32) {
            this.floats = multiplied;
            this.rounding = null;
        } else {
            // rounding keeps the order of the elements, whatever the product sees in them
            long[] dimensions = {size};
            memory.desc from = new memory.desc(dimensions, memory.data_type.f32, memory.format_tag.a);
            memory.desc to = new memory.desc(dimensions, type, memory.format_tag.a);
            this.floats = new memory(from, cpu, null);
            this.rounding = new reorder(floats, new memory(to, cpu, null));
        }
    }

    memory multiplied() {
        return multiplied;
    }

    /** Takes over {@code count} floats; the rest becomes zero. */
    void put(stream queue, Staging staging, float[] x, int count) {
        floats.set_data_handle(staging.put(x, 0, count, size));
        if (rounding != null) {
            multiplied.set_data_handle(staging.rounded(size));
            rounding.execute(queue, floats, multiplied);
        }
    }
}
