package dev.valence.compute;

import java.util.List;
import java.util.ServiceLoader;

/**
 * Who computes: the provider of matrix products and the kernels between them.
 *
 * @param gemm matrix products
 * @param kernels everything else
 */
public record Backend(Gemm gemm, Kernels kernels) {
    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    /** Plain Java; works everywhere. */
    public static Backend scalar() {
        return new Backend(new ScalarGemm(), new ScalarKernels());
    }

    /** The fastest that this JVM can run: the Vector API where its module was added, else plain Java. */
    public static Backend best() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent() ? vector() : scalar();
    }

    /** Both backends of this JVM, for tests and benchmarks: plain Java, and the Vector API where its module was added. */
    public static List<Backend> all() {
        Backend best = best();
        return best.kernels() instanceof ScalarKernels ? List.of(best) : List.of(scalar(), best);
    }

    private static Backend vector() {
        // by service: the class is not compiled with the rest and must not be loaded where the module is missing
        return ServiceLoader.load(Source.class, Backend.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the Vector API backend is missing from the class path"))
                .backend();
    }

    /** How a backend that needs an optional module is found. */
    public interface Source {
        /** A new backend. */
        Backend backend();
    }
}
