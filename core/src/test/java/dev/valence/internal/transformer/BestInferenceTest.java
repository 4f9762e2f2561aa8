package dev.valence.internal.transformer;

import dev.valence.internal.compute.Backend;

/** One text at a time with the best kernels of this JVM. */
class BestInferenceTest implements InferenceContract {
    @Override
    public Backend backend() {
        return Backend.best();
    }
}
