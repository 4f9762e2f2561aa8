package dev.valence.benchmarks;

import dev.valence.compute.Backend;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Our backends by the name of their matrix products: all that are on the class path and run on this machine. A new
 * provider needs no change here.
 */
public final class Backends {
    private static final Map<String, Backend> FOUND = find();

    private Backends() {}

    private static Map<String, Backend> find() {
        Map<String, Backend> found = new LinkedHashMap<>();
        for (Backend.Source source : ServiceLoader.load(Backend.Source.class)) {
            Backend backend = source.backend();
            found.put(backend.gemm().name(), backend);
        }
        return found;
    }

    /** Names of all of them; plain Java's, which is there for machines without the Vector API, is not among them. */
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
