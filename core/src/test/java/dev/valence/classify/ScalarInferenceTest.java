package dev.valence.classify;

import dev.valence.compute.Backend;

/** One text at a time with plain Java. */
class ScalarInferenceTest implements InferenceContract {
    @Override
    public Backend backend() {
        return Backend.scalar();
    }
}
