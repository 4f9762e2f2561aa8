package dev.valence.internal.compute.vector;

import dev.valence.internal.compute.Backend;

/** Offers the Vector API's kernels to {@link Backend#best()}. Thread-safe. */
public final class VectorBackend implements Backend.Source {
    @Override
    public Backend backend() {
        return new Backend(new VectorGemm(), new VectorKernels());
    }
}
