package dev.valence;

/**
 * Receives what long work reports: notes for people, and progress. Called on the thread that asked for the work, which waits
 * meanwhile, so it need not be thread-safe; what a listener throws ends the work.
 */
public interface Listener {
    /** Ignores all reports. */
    Listener NONE = new Listener() {};

    /** The total of a task whose length is not known. */
    long UNKNOWN = -1;

    /**
     * Reports something worth knowing that is no error, such as rows that were passed over.
     *
     * @param message a sentence
     */
    default void note(String message) {}

    /**
     * Reports progress of a task. Tasks follow one another and do not overlap.
     *
     * @param task a short name, such as {@code Tokenizing train}
     * @param unit what is counted, such as {@code texts}
     * @param done how much is done; {@code total} in the last report
     * @param total how much there is, or {@link #UNKNOWN}
     */
    default void progress(String task, String unit, long done, long total) {}
}
