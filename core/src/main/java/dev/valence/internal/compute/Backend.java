package dev.valence.internal.compute;

import dev.valence.Engine;
import dev.valence.InputException;
import dev.valence.Precision;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
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

    /**
     * Returns the fastest backend for products of that precision on this JVM and this processor.
     *
     * @param precision of matrix products
     * @param notes is told, in a line, of a provider that is there but cannot run here
     * @throws InputException if products of bfloat16 are required and there is no provider for them
     */
    public static Backend best(Precision precision, Consumer<String> notes) {
        Backend java = best();
        if (precision == Precision.FP32 || java.kernels() instanceof ScalarKernels) {
            return requireFound(precision, Optional.empty(), java);
        }
        Optional<Gemm> found = ServiceLoader.load(Gemm.Source.class, Backend.class.getClassLoader()).stream()
                .flatMap(source -> gemm(source.get(), precision, notes).stream())
                .findFirst();
        return requireFound(precision, found, java);
    }

    /**
     * Returns the backend for an engine.
     *
     * @param notes is told, in a line, of a provider that is there but cannot run here
     * @throws InputException if it cannot run here
     */
    public static Backend of(Engine engine, Consumer<String> notes) {
        return switch (engine.kernels()) {
            case AUTO -> best(engine.precision(), notes);
            case SCALAR -> scalar();
            case VECTOR -> {
                Backend best = best();
                if (best.kernels() instanceof ScalarKernels) {
                    throw new InputException("--kernels vector needs the JDK's module jdk.incubator.vector, found none;"
                            + " start Java with --add-modules jdk.incubator.vector");
                }
                yield best;
            }
        };
    }

    private static Backend requireFound(Precision precision, Optional<Gemm> found, Backend java) {
        if (precision == Precision.BF16 && found.isEmpty()) {
            throw new InputException("products of bf16 need the module onednn on the class path, the JDK's module"
                    + " jdk.incubator.vector and a processor with AVX-512, found no provider for them; use --precision"
                    + " auto or fp32");
        }
        return found.map(gemm -> new Backend(gemm, java.kernels())).orElse(java);
    }

    private static Optional<Gemm> gemm(Gemm.Source source, Precision precision, Consumer<String> notes) {
        try {
            return source.gemm(precision);
        } catch (RuntimeException | LinkageError e) { // natives that are missing, broken or for another system
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            notes.accept(source.name() + " cannot run here, products are made in Java: "
                    + reason.lines().findFirst().orElse(""));
            return Optional.empty();
        }
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
