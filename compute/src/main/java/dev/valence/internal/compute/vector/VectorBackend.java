package dev.valence.internal.compute.vector;

import dev.valence.internal.compute.Backend;

/** Factory of the Vector API's backend, for {@link Backend#best()}. Thread-safe. */
public final class VectorBackend implements Backend.Source {
    @Override
    public Backend backend() {
        return new Backend(new VectorGemm(), new VectorKernels());
    }
}
