package dev.valence.onednn;

import java.util.function.Function;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;

/**
 * A primitive of oneDNN with the memory objects it reads and writes. Its scratch memory is the {@link Multiplier}'s: with the
 * library's own, which belongs to a thread, a primitive may only run in the thread that made it (oneDNN Developer Guide,
 * "Primitive Attributes: Scratchpad"). Not thread-safe.
 */
final class CompiledPrimitive {
    private final engine cpu;
    private final primitive operation;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final memory scratch;
    private final long scratchSize; // bytes

    /**
     * Compiles a primitive.
     *
     * @param attributes of the primitive, {@link #attributes} or more
     * @param description what to compile, given the attributes
     * @param compiler makes the primitive
     */
    <D extends primitive_desc_base> CompiledPrimitive(
            engine cpu,
            primitive_attr attributes,
            Function<primitive_attr, D> description,
            Function<D, primitive> compiler) {
        this.cpu = cpu;
        D described = description.apply(attributes);
        operation = compiler.apply(described);
        memory.desc scratchSeen = described.scratchpad_desc();
        scratchSize = scratchSeen.get_size();
        scratch = new memory(scratchSeen, cpu, null);
        arguments.put(dnnl.DNNL_ARG_SCRATCHPAD, scratch);
    }

    /** Returns attributes for scratch memory of the caller. */
    static primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
        return attributes;
    }

    /** Adds an argument whose address is set before each run. */
    memory argument(int name, memory.desc seen) {
        return argument(name, new memory(seen, cpu, null));
    }

    /** Adds an argument with a fixed address. */
    memory argument(int name, memory made) {
        arguments.put(name, made);
        return made;
    }

    /** Runs it with the memory of {@code own}. */
    void run(Multiplier own) {
        if (scratchSize > 0) {
            scratch.set_data_handle(own.scratch(scratchSize));
        }
        operation.execute(own.queue(), arguments);
    }
}
