package dev.valence.internal.compute;

import java.util.Locale;

/** Allocation of the large arrays, whose sizes depend on the model. */
public final class Allocation {
    private static final long MEGABYTE = 1 << 20;

    private Allocation() {}

    /**
     * Returns an array of zeros.
     *
     * @param purpose what it is for, as a user would call it
     * @throws OutOfMemoryError with the size and the purpose, if the heap has no room for it
     */
    public static float[] floats(int length, String purpose) {
        try {
            return new float[length];
        } catch (OutOfMemoryError e) {
            throw failed(length, purpose, e);
        }
    }

    /** Returns the error with the number of floats that did not fit and their purpose. */
    public static OutOfMemoryError failed(long floats, String purpose, OutOfMemoryError cause) {
        long megabytes = floats * Float.BYTES / MEGABYTE;
        OutOfMemoryError failed = new OutOfMemoryError(
                String.format(Locale.ROOT, "required %,d MB for %s (%s)", megabytes, purpose, cause.getMessage()));
        failed.initCause(cause);
        return failed;
    }
}
