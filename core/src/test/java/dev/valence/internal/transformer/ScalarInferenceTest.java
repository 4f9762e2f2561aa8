package dev.valence.internal.transformer;

import dev.valence.internal.compute.Backend;

/** One text at a time with plain Java. */
class ScalarInferenceTest implements InferenceContract {
    @Override
    public Backend backend() {
        return Backend.scalar();
    }
}
