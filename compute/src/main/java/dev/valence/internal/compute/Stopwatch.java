package dev.valence.internal.compute;

/**
 * Time of one worker by section: each {@link #lap} books the time since the last one. Costs two dozen nanoseconds.
 *
 * <p>Belongs to one thread.
 */
@SuppressWarnings("EnumOrdinal") // an array indexed by section is what makes a lap cheap
public final class Stopwatch {
    /** Sections that time is booked on. */
    public enum Section {
        /** Token and position embeddings. */
        EMBEDDINGS("embeddings"),
        /** Products of linear layers, forward. */
        PRODUCTS_FORWARD("matrix products, forward"),
        /** Products of linear layers, backward, with bias gradients. */
        PRODUCTS_BACKWARD("matrix products, backward"),
        /** Attention without its linear layers. */
        ATTENTION("attention"),
        /** LayerNorm. */
        NORM("layer norm"),
        /** Residual sums, activations and dropout. */
        ELEMENTWISE("residual, activation, dropout"),
        /** Softmax and cross entropy. */
        LOSS("loss"),
        /** Sum of the shards' gradients and its norm. */
        REDUCTION("gradient sum and norm"),
        /** Optimizer. */
        OPTIMIZER("optimizer"),
        /** Packing of changed weights. */
        PACKING("weight packing");

        private final String title;

        Section(String title) {
            this.title = title;
        }

        /** Its name in reports. */
        public String title() {
            return title;
        }
    }

    private final long[] nanos = new long[Section.values().length];
    private long last = System.nanoTime();

    /** Starts a lap without booking the time before it. */
    public void start() {
        last = System.nanoTime();
    }

    /** Books the time since the last lap or start. */
    public void lap(Section section) {
        long now = System.nanoTime();
        nanos[section.ordinal()] += now - last;
        last = now;
    }

    /** Nanoseconds booked on a section so far. */
    public long nanos(Section section) {
        return nanos[section.ordinal()];
    }

    /** Adds the times of another watch. */
    public void add(Stopwatch other) {
        for (int i = 0; i < nanos.length; i++) {
            nanos[i] += other.nanos[i];
        }
    }
}
