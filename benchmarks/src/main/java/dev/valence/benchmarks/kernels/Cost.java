package dev.valence.benchmarks.kernels;

/**
 * What one call of a benchmark does.
 *
 * @param amount operations, bytes or millionths of texts
 * @param unit which of them
 */
public record Cost(double amount, Unit unit) {
    /** What limits a kernel, and so what its speed is measured in. */
    public enum Unit {
        /** Floating-point operations a nanosecond. */
        GFLOPS("GFLOP/s"),
        /** Bytes read and written a nanosecond. */
        GIGABYTES("GB/s"),
        /** Texts a millisecond. */
        TEXTS("thousand texts/s");

        private final String label;

        Unit(String label) {
            this.label = label;
        }

        /** As a table has it. */
        public String label() {
            return label;
        }
    }

    private static final int MULTIPLY_ADD = 2;

    /** One matrix product of any form. */
    public static Cost product(int rows, int inputs, int outputs) {
        return new Cost((double) MULTIPLY_ADD * rows * inputs * outputs, Unit.GFLOPS);
    }

    /**
     * Attention of texts of one length.
     *
     * @param products with one text's scores, [S, S] each: 2 forward, 5 backward, which computes the scores again
     */
    public static Cost attention(int texts, int length, int width, int products) {
        return new Cost((double) MULTIPLY_ADD * products * texts * length * length * width, Unit.GFLOPS);
    }

    /** Passes over arrays of floats. */
    public static Cost passes(int streams, int elements) {
        return new Cost((double) Float.BYTES * streams * elements, Unit.GIGABYTES);
    }

    /** Texts, a million times as many, so that a rate is in thousands a second. */
    public static Cost texts(int texts) {
        return new Cost(1e6 * texts, Unit.TEXTS);
    }

    /** Amount a second, in billions, of a call that takes so many nanoseconds. */
    public double rate(double nanoseconds) {
        return amount / nanoseconds;
    }
}
