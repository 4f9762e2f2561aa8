package dev.valence.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Resources of a thread that multiplies: a queue, staging memory, and the products and roundings compiled so far.
 * Making one costs half a millisecond, so numbers of rows are rounded up, with rows of zeros, and one is kept until
 * {@value #MOST} others were used after it. Borrowed from {@link Multipliers} by one thread at a time and given back by
 * {@link #close}.
 */
final class Multiplier implements AutoCloseable {
    private static final int MOST = 1024;
    static final int FINEST = 4; // rows are rounded up to a multiple of it
    private static final int FINE = 32; // and of this where that adds little
    private static final int COARSE = 256; // and of this
    private static final int MANY_ROWS = 4096;

    private final engine cpu;
    private final memory.data_type type;
    private final stream queue;
    private final Staging floats = new Staging();
    private final Staging bias = new Staging();
    private final Staging result = new Staging();
    private final Map<Product.Shape, Product> products = new Recent<>();
    private final Map<Integer, Rounding> roundings = new Recent<>();
    private final AtomicBoolean borrowed = new AtomicBoolean(true); // by the thread that made it
    private BytePointer scratch = new BytePointer(1L);
    private float[] sums = new float[0];

    Multiplier(engine cpu, memory.data_type type) {
        this.cpu = cpu;
        this.type = type;
        this.queue = new stream(cpu);
    }

    /** Borrows it for the calling thread; returns false if another has it. */
    boolean borrow() {
        return !borrowed.get() && borrowed.compareAndSet(false, true);
    }

    /** Gives it back. */
    @Override
    public void close() {
        borrowed.set(false);
    }

    /** Returns the number of rows that a product for {@code rows} is compiled for. */
    static int rounded(int rows) {
        int eighth = Integer.highestOneBit(rows) / 8;
        int multiple = rows < MANY_ROWS ? Math.max(FINEST, Math.min(eighth, FINE)) : COARSE;
        return (rows + multiple - 1) / multiple * multiple;
    }

    /**
     * Returns the product of that shape; {@code packed} is the layout of the weight, null if the right factor is no
     * weight.
     */
    Product product(Product.Shape shape, memory.@Nullable desc packed) {
        return products.computeIfAbsent(shape, missing -> new Product(cpu, type, shape, packed));
    }

    stream queue() {
        return queue;
    }

    /** Returns the rounding of that many floats. */
    Rounding rounding(int size) {
        return roundings.computeIfAbsent(size, missing -> new Rounding(cpu, size));
    }

    /** Staging memory of floats that are rounded or packed. */
    Staging floats() {
        return floats;
    }

    /** Staging memory of the bias. */
    Staging bias() {
        return bias;
    }

    /** Staging memory of the product. */
    Staging result() {
        return result;
    }

    /** Returns scratch memory of that many bytes for the running primitive. */
    Pointer scratch(long size) {
        if (scratch.capacity() < size) {
            scratch.close();
            scratch = new BytePointer(size);
        }
        return scratch;
    }

    /** Returns an array for a product that is then added to another. */
    float[] sums(int size) {
        if (sums.length < size) {
            sums = new float[size + size / 4];
        }
        return sums;
    }

    /** A cache of the most recently used values. */
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    }
}
