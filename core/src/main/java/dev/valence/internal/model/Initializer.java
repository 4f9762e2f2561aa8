package dev.valence.internal.model;

import dev.valence.internal.compute.CounterRandom;

/** Initial values of a parameter. */
@FunctionalInterface
interface Initializer {
    /** The value of element {@code position} of the tensor {@code random} belongs to. */
    float value(CounterRandom random, long position);

    /** Every element the same. */
    static Initializer constant(float value) {
        return (random, position) -> value;
    }

    /**
     * Normal numbers cut off at two deviations, as Haiku and Keras draw weights; {@code deviation} is that of the normal
     * before it is cut.
     */
    static Initializer truncatedNormal(double deviation) {
        return (random, position) -> {
            for (long attempt = 0; ; attempt++) {
                double drawn = random.normal(position + (attempt << 40));
                if (Math.abs(drawn) <= 2) {
                    return (float) (deviation * drawn);
                }
            }
        };
    }
}
