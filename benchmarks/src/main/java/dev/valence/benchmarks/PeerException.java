package dev.valence.benchmarks;

/** A peer that cannot run here, or died. The message says why in a line. */
public final class PeerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message why, in a line */
    public PeerException(String message) {
        super(message);
    }

    /**
     * @param message why, in a line
     * @param cause what it comes from
     */
    public PeerException(String message, Throwable cause) {
        super(message, cause);
    }
}
