package dev.valence.internal.weights;

/** Told what is being done while weights are fetched. Called in the thread that asked for the weights. */
public interface WeightProgress {
    /** A file is going to be fetched; the result is told how far that is. */
    DownloadProgress download(String name);

    /** Something else is going to be done that takes seconds. */
    void step(String what);
}
