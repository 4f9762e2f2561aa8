package dev.valence.internal.train;

import dev.valence.internal.compute.Stopwatch;
import java.util.OptionalLong;

/**
 * Time and memory of training.
 *
 * @param watch time of all workers
 * @param bytesPerStep mean number of bytes that a step allocates on the Java heap once it is warm; none where the run was too
 *     short to be, or the JVM does not count them
 */
public record TrainingProfile(Stopwatch watch, OptionalLong bytesPerStep) {
    /** Steps after which arrays have grown to the usual batch and loops are compiled. */
    public static final int WARM_UP_STEPS = 100;
}
