package dev.valence.internal.engine;

import dev.valence.Precision;
import dev.valence.internal.compute.Gemm;
import java.util.Optional;

/** A factory of matrix products in another module, found by {@link java.util.ServiceLoader}. Thread-safe. */
public interface GemmSource {
    /** Name of the provider in messages. */
    String name();

    /**
     * Returns a new provider of that precision, or none if others are as good. Throws any exception or linkage error if it
     * cannot run on this machine.
     */
    Optional<Gemm> gemm(Precision precision);
}
