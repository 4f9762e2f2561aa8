package dev.valence.benchmarks;

/**
 * Something whose speed is measured: ours or another's. Used by one thread; it may use as many of its own as it is told
 * to.
 */
public interface Peer extends AutoCloseable {
    /** What a table calls it. */
    String name();

    /**
     * Loads everything and runs until it is warm.
     *
     * @return what it is, with versions
     * @throws PeerException if it cannot run here
     */
    String prepare();

    /**
     * Does the whole work once.
     *
     * @throws PeerException if it fails
     */
    Round round();

    /** The most memory it has held so far, in bytes; 0 where that is not known. */
    default long peakMemory() {
        return 0;
    }

    @Override
    default void close() {}
}
