package dev.valence.onednn;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;

/**
 * A pool of multipliers for any number of threads: as many as were ever borrowed at once, not one per thread. A thread
 * gets its previous one if that is free, because its memory is in that core's cache. Thread-safe.
 */
final class Multipliers {
    private final engine cpu;
    private final memory.data_type type;
    private final List<Multiplier> all = new CopyOnWriteArrayList<>();

    @SuppressWarnings("ThreadLocalUsage") // multipliers are those of one provider
    private final ThreadLocal<Multiplier> latest = new ThreadLocal<>();

    Multipliers(engine cpu, memory.data_type type) {
        this.cpu = cpu;
        this.type = type;
    }

    /** Borrows a multiplier for the calling thread, until it is closed. */
    Multiplier borrow() {
        Multiplier own = latest.get();
        if (own != null && own.borrow()) {
            return own;
        }
        if (own == null) {
            OpenMp.oneThread();
        }
        Multiplier found = idle();
        latest.set(found);
        return found;
    }

    private Multiplier idle() {
        for (Multiplier multiplier : all) {
            if (multiplier.borrow()) {
                return multiplier;
            }
        }
        Multiplier made = new Multiplier(cpu, type);
        all.add(made);
        return made;
    }
}
