package dev.valence.internal.weights;

/** Told now and then how far a download is, and once at its end, in the thread that asked for it. */
@FunctionalInterface
public interface DownloadProgress {
    /** The total where the server does not tell it. */
    long UNKNOWN = -1;

    /**
     * @param bytes how many are there, those of an earlier, broken download included
     * @param total how many there will be, or {@link #UNKNOWN}
     */
    void update(long bytes, long total);
}
