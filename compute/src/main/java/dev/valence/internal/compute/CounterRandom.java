package dev.valence.internal.compute;

/**
 * Random numbers that are a function of (seed, stream, position) and of nothing else: any of them can be drawn again, in
 * any order, by any thread. Mixing is SplitMix64's finalizer (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
 * Generators", 2014).
 */
public final class CounterRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long key;

    /**
     * @param seed the run's seed
     * @param stream tells independent uses of one seed apart
     */
    public CounterRandom(long seed, long stream) {
        this.key = mix(mix(seed + GOLDEN) ^ mix(stream * GOLDEN + 1));
    }

    /** 64 uniform bits. */
    public long bits(long position) {
        return mix(key + position * GOLDEN);
    }

    /** Uniform in [0, 1). */
    public double uniform(long position) {
        return (bits(position) >>> 11) * 0x1.0p-53;
    }

    /** Uniform in [0, bound). */
    public int below(int bound, long position) {
        return (int) (Math.multiplyHigh(bits(position) >>> 1, (long) bound << 1) & 0xFFFFFFFFL);
    }

    /** Normal with mean 0 and deviation 1 (Box and Muller), two uniform draws a number. */
    public double normal(long position) {
        double radius = Math.sqrt(-2.0 * StrictMath.log(1.0 - uniform(2 * position)));
        return radius * StrictMath.cos(2.0 * Math.PI * uniform(2 * position + 1));
    }

    /** The numbers 0 to n - 1 in random order (Fisher and Yates). */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = below(i + 1, i);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Spreads 64 bits over 64 bits, one to one. */
    static long mix(long x) {
        long z = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
