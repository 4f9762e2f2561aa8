package dev.valence.internal.model;

import dev.valence.internal.compute.Allocation;
import dev.valence.internal.compute.CounterRandom;
import dev.valence.internal.compute.NamedTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every weight of a model in one float array, with a name, a shape and an offset for each tensor. Gradients and moments
 * are arrays of the same layout, so clipping, optimizing, saving and hashing are each one loop.
 *
 * <p>Layers add their tensors while the model is built; the first call of {@link #values} ends that.
 *
 * <p>Thread-safe while nobody writes to them.
 */
public final class Parameters {
    private record Slot(String name, int offset, int[] shape, Initializer initializer) {}

    private final List<Slot> slots = new ArrayList<>();
    private final Map<String, Slot> byName = new HashMap<>();
    private int size;
    private float[] values = new float[0];

    /** Adds a tensor and returns its offset. */
    int add(String name, Initializer initializer, int... shape) {
        if (values.length > 0) {
            throw new IllegalStateException("parameters cannot be added once they are in use: " + name);
        }
        int elements = 1;
        for (int extent : shape) {
            elements = Math.multiplyExact(elements, extent);
        }
        Slot slot = new Slot(name, size, shape.clone(), initializer);
        if (byName.put(name, slot) != null) {
            throw new IllegalStateException("two parameters are named " + name);
        }
        slots.add(slot);
        size = Math.addExact(size, elements);
        return slot.offset;
    }

    /** Number of weights. */
    public int size() {
        return size;
    }

    /** The weights themselves, not a copy; a caller that changes them calls {@link TransformerModel#refresh}. */
    public float[] values() {
        if (values.length == 0) {
            values = Allocation.floats(size, "the weights");
        }
        return values;
    }

    /** Draws new weights; the same seed draws the same, tensor by tensor, whatever other tensors there are. */
    void initialize(long seed) {
        float[] all = values();
        for (NamedTensor tensor : tensors()) {
            CounterRandom random = new CounterRandom(seed, tensor.name().hashCode());
            Initializer initializer = slot(tensor.name()).initializer;
            for (int i = 0; i < tensor.size(); i++) {
                all[tensor.offset() + i] = initializer.value(random, i);
            }
        }
    }

    /** Views of the weights, in the order of the array. */
    public List<NamedTensor> tensors() {
        return tensors(values());
    }

    /** Views of an array of the same layout: gradients, moments. */
    public List<NamedTensor> tensors(float[] sameLayout) {
        return slots.stream()
                .map(slot -> new NamedTensor(slot.name, sameLayout, slot.offset, slot.shape))
                .toList();
    }

    private Slot slot(String name) {
        Slot slot = byName.get(name);
        if (slot == null) {
            throw new IllegalArgumentException("no parameter is named " + name);
        }
        return slot;
    }
}
