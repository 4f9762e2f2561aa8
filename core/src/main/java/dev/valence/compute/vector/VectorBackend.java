package dev.valence.compute.vector;

import dev.valence.compute.Backend;

/** Offers the Vector API's kernels to {@link Backend#best()}. Thread-safe. */
public final class VectorBackend implements Backend.Source {
    @Override
    public Backend backend() {
        return new Backend(new VectorGemm(), new VectorKernels());
    }
}
