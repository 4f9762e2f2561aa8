package dev.valence.internal.compute;

import java.util.ServiceLoader;
import org.slf4j.LoggerFactory;

/**
 * A provider of matrix products and the kernels between them.
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

    /**
     * Returns the fastest backend in Java that this JVM can run: the Vector API if its module was added, else plain
     * Java.
     */
    public static Backend best() {
        if (ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()) {
            return vector();
        }
        MissingVectorModule.report();
        return scalar();
    }

    /** Reports the missing module once, when the first backend is made without it. */
    private static final class MissingVectorModule {
        static {
            LoggerFactory.getLogger("dev.valence")
                    .warn(
                            "The JDK's module {} is not loaded, so Valence computes in plain Java, several times slower;"
                                    + " start Java with --add-modules {}, or set JAVA_TOOL_OPTIONS to that",
                            VECTOR_MODULE,
                            VECTOR_MODULE);
        }

        /** Runs the initializer. */
        static void report() {}
    }

    /** Its name in reports. */
    public String name() {
        return gemm.name().equals(kernels.name()) ? kernels.name() : kernels.name() + " with " + gemm.name();
    }

    private static Backend vector() {
        // by service: the class is not compiled with the rest and must not be loaded where the module is missing
        return ServiceLoader.load(Source.class, Backend.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the Vector API backend is missing from the class path"))
                .backend();
    }

    /** A factory of a backend that needs an optional module. */
    public interface Source {
        /** A new backend. */
        Backend backend();
    }
}
