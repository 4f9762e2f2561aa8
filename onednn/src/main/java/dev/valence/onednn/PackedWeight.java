package dev.valence.onednn;

import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;

/** A weight, or its transpose, in the layout that oneDNN multiplies fastest. */
final class PackedWeight {
    private static final int USUAL_ROWS = 512; // for which oneDNN is asked what layout it likes

    private final memory.desc layout;
    private final memory packed;
    private final memory plain;
    private final CompiledPrimitive packing;

    /**
     * @param rows of the matrix on the right of the product
     * @param columns of it
     * @param strides from row to row and from column to column, where the weight stands as floats
     */
    PackedWeight(engine cpu, memory.data_type type, int rows, int columns, long[] strides) {
        long[] dimensions = {rows, columns};
        memory.desc left = new memory.desc(new long[] {USUAL_ROWS, rows}, type, memory.format_tag.ab);
        memory.desc any = new memory.desc(dimensions, type, memory.format_tag.any);
        memory.desc result =
                new memory.desc(new long[] {USUAL_ROWS, columns}, memory.data_type.f32, memory.format_tag.ab);
        layout = new matmul.primitive_desc(cpu, left, any, result).weights_desc();
        packed = new memory(layout, cpu);
        memory.desc plainSeen = new memory.desc(dimensions, memory.data_type.f32, strides);
        packing = new CompiledPrimitive(
                cpu,
                CompiledPrimitive.attributes(),
                attributes -> new reorder.primitive_desc(cpu, plainSeen, cpu, layout, attributes, false),
                reorder::new);
        plain = packing.argument(dnnl.DNNL_ARG_FROM, plainSeen);
        packing.argument(dnnl.DNNL_ARG_TO, packed);
    }

    memory.desc layout() {
        return layout;
    }

    Pointer values() {
        return packed.get_data_handle();
    }

    /** Packs a weight of floats. */
    void load(Multiplier own, Pointer floats) {
        plain.set_data_handle(floats);
        packing.run(own);
    }
}
