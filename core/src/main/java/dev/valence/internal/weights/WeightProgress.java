package dev.valence.internal.weights;

import dev.valence.internal.Progress;

/** Told what is being done while weights are fetched. Called in the thread that asked for the weights. */
public interface WeightProgress {
    /** A file is going to be fetched; the result is told how far that is. */
    Progress download(String name);

    /** Something else is going to be done that takes seconds. */
    void step(String what);
}
