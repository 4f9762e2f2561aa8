package dev.valence.internal.compute;

/**
 * Which elements of one tensor are dropped in one step: a pure function of key and index, so nothing is stored between
 * forward and backward and no order of threads can change it.
 *
 * <p>An element is dropped where {@code mix(key + index)}, uniform over the 32-bit integers, is below {@link #threshold};
 * those kept are multiplied by {@link #scale}. The mixing function is the "lowbias32" hash of Chris Wellons' search for
 * integer hashes ("Prospecting for Hash Functions", 2018).
 *
 * <p>Immutable.
 */
public final class Dropout {
    /** Drops nothing. */
    public static final Dropout NONE = new Dropout(0f, 0, 0);

    /** First multiplier of the hash. */
    public static final int FIRST_MULTIPLIER = 0x7feb352d;
    /** Second multiplier of the hash. */
    public static final int SECOND_MULTIPLIER = 0x846ca68b;

    private final float rate;
    private final int key;
    private final int first;

    private Dropout(float rate, int key, int first) {
        this.rate = rate;
        this.key = key;
        this.first = first;
    }

    /**
     * @param rate share of elements to drop, in [0, 1)
     * @param key what tells this tensor and step from others, see {@link #key}
     * @param first index of the first element that a kernel will be given
     * @throws IllegalArgumentException if {@code rate} is outside [0, 1)
     */
    public static Dropout of(float rate, int key, int first) {
        if (!(rate >= 0f && rate < 1f)) {
            throw new IllegalArgumentException("a dropout rate must be in [0, 1), found " + rate);
        }
        return rate == 0f ? NONE : new Dropout(rate, key, first);
    }

    /** A key for one tensor of the model in one step of a run. */
    public static int key(long seed, long step, int tensor) {
        long mixed = CounterRandom.mix(seed ^ CounterRandom.mix(step * 0x9E3779B97F4A7C15L + tensor));
        return (int) (mixed >>> 32);
    }

    /** Whether nothing is dropped. */
    public boolean none() {
        return rate == 0f;
    }

    /** Signed lower bound of the hashes that are kept. */
    public int threshold() {
        return (int) (Integer.MIN_VALUE + (long) (rate * 4294967296.0));
    }

    /** Factor of the elements that are kept, 1 / (1 - rate). */
    public float scale() {
        return 1f / (1f - rate);
    }

    /** Offset added to an element's position in the kernel's array before mixing. */
    public int base() {
        return key + first;
    }

    /** Factor of one element: 0 or {@link #scale}. */
    public float factor(int position) {
        return none() || mix(base() + position) >= threshold() ? scale() : 0f;
    }

    private static int mix(int x) {
        int h = x ^ (x >>> 16);
        h *= FIRST_MULTIPLIER;
        h ^= h >>> 15;
        h *= SECOND_MULTIPLIER;
        return h ^ (h >>> 16);
    }
}
