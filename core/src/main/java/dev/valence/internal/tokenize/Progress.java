package dev.valence.internal.tokenize;

/** Hears how far long work has come. Called in the thread that asked for the work. */
@FunctionalInterface
public interface Progress {
    /** Hears nothing. */
    Progress NONE = (done, total) -> {};

    /**
     * Some more is done.
     *
     * @param done how many items are done, the last time {@code total}
     * @param total how many there are
     */
    void update(int done, int total);
}
