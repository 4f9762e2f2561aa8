package dev.valence.classify;

import dev.valence.compute.Backend;

/** One text at a time with the best kernels of this JVM. */
class BestInferenceTest implements InferenceContract {
    @Override
    public Backend backend() {
        return Backend.best();
    }
}
