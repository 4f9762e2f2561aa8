package dev.valence.internal.train;

import dev.valence.InputException;

/**
 * Checkpoint settings and tolerance of non-finite steps. They do not change the result of a run without faults, so a
 * run may be resumed with others.
 *
 * @param checkpointEvery steps between checkpoints; 0 to save every minute and after every epoch, as far as saving takes
 *     no more than a thirtieth of the time
 * @param keep checkpoints to keep, at least 1
 * @param skips steps without a finite loss and gradient that are left out before the run stops; 0 to stop at the first
 */
public record Safeguards(int checkpointEvery, int keep, int skips) {
    /** Two checkpoints, saved as often as the time budget allows; stops at the first loss that is not finite. */
    public static final Safeguards DEFAULT = new Safeguards(0, 2, 0);

    /**
     * Checks the parts.
     *
     * @throws InputException if one is out of its range
     */
    public Safeguards {
        require(checkpointEvery >= 0, "the steps between checkpoints must not be negative, found " + checkpointEvery);
        require(keep >= 1, "at least 1 checkpoint must be kept, found " + keep);
        require(skips >= 0, "the number of steps to skip must not be negative, found " + skips);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new InputException(message);
        }
    }
}
