package dev.valence.internal;

/** Progress of one long task, reported on the thread that asked for it, so it need not be thread-safe. */
@FunctionalInterface
public interface Progress {
    /** Ignores all reports. */
    Progress NONE = (done, total) -> {};

    /** The total of a task whose length is not known. */
    long UNKNOWN = -1;

    /**
     * Reports that more is done.
     *
     * @param done items or bytes that are done, at the end {@code total}
     * @param total how many there are, or {@link #UNKNOWN}
     */
    void update(long done, long total);
}
