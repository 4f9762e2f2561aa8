package dev.valence.internal.engine;

import dev.valence.Engine;
import dev.valence.InputException;
import dev.valence.Precision;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.Gemm;
import dev.valence.internal.compute.ScalarKernels;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** Finds the backend for an engine. Thread-safe. */
public final class Backends {
    private Backends() {}

    /**
     * Returns the backend for an engine.
     *
     * @param notes receives a line for each provider that is present but cannot run
     * @throws InputException if it cannot run here
     */
    public static Backend of(Engine engine, Consumer<String> notes) {
        return switch (engine.kernels()) {
            case AUTO -> fastest(engine.precision(), notes);
            case SCALAR -> Backend.scalar();
            case VECTOR -> {
                Backend best = Backend.best();
                if (best.kernels() instanceof ScalarKernels) {
                    throw new InputException("--kernels vector needs the JDK's module jdk.incubator.vector, found none;"
                            + " start Java with --add-modules jdk.incubator.vector");
                }
                yield best;
            }
        };
    }

    private static Backend fastest(Precision precision, Consumer<String> notes) {
        Backend java = Backend.best();
        Optional<Gemm> found = precision == Precision.FP32 || java.kernels() instanceof ScalarKernels
                ? Optional.empty()
                : ServiceLoader.load(GemmSource.class, Backends.class.getClassLoader()).stream()
                        .flatMap(source -> gemm(source.get(), precision, notes).stream())
                        .findFirst();
        if (precision == Precision.BF16 && found.isEmpty()) {
            throw new InputException("products of bf16 need the module onednn on the class path, the JDK's module"
                    + " jdk.incubator.vector and a processor with AVX-512, found no provider for them; use --precision"
                    + " auto or fp32");
        }
        return found.map(gemm -> new Backend(gemm, java.kernels())).orElse(java);
    }

    private static Optional<Gemm> gemm(GemmSource source, Precision precision, Consumer<String> notes) {
        try {
            return source.gemm(precision);
        } catch (RuntimeException | LinkageError e) { // natives that are missing, broken or for another system
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            notes.accept(source.name() + " cannot run here, products are made in Java: "
                    + reason.lines().findFirst().orElse(""));
            return Optional.empty();
        }
    }
}
