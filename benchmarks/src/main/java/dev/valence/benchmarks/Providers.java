package dev.valence.benchmarks;

import dev.valence.Precision;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.Gemm;
import dev.valence.internal.engine.GemmSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Our backends by the name of their matrix products: Java's, and of each provider that is on the class path and runs here
 * those of every precision. A new provider needs no change here.
 */
public final class Providers {
    private static final Map<String, Backend> FOUND = find();

    private Providers() {}

    private static Map<String, Backend> find() {
        Map<String, Backend> found = new LinkedHashMap<>();
        Backend java = Backend.best();
        found.put(java.gemm().name(), java);
        for (GemmSource source : ServiceLoader.load(GemmSource.class)) {
            for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
                gemm(source, precision).ifPresent(gemm -> found.put(gemm.name(), new Backend(gemm, java.kernels())));
            }
        }
        return found;
    }

    private static Optional<Gemm> gemm(GemmSource source, Precision precision) {
        try {
            return source.gemm(precision);
        } catch (RuntimeException | LinkageError e) { // natives for another system
            System.err.println(source.name() + " cannot run here: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Names of all of them, Java's first. */
    public static Set<String> names() {
        return FOUND.keySet();
    }

    /**
     * The backend of that name.
     *
     * @throws PeerException if there is none
     */
    public static Backend named(String name) {
        Backend backend = FOUND.get(name);
        if (backend == null) {
            throw new PeerException("required one of the backends " + names() + ", found " + name);
        }
        return backend;
    }
}
