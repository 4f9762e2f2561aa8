package dev.valence.train;

import dev.valence.internal.Ids;

/** How a token's place in its text reaches the encoder. */
public enum PositionKind {
    /** Not at all: a text is a bag of tokens. */
    NONE,
    /** Fixed sines and cosines (Vaswani et al., 2017, section 3.5). */
    SINUSOIDAL,
    /** A learned vector for each place (Devlin et al., 2019). */
    LEARNED;

    /** Its name in files and options. */
    public String id() {
        return Ids.of(this);
    }

    /**
     * The kind with that {@link #id}.
     *
     * @throws dev.valence.InputException if there is none
     */
    public static PositionKind of(String id) {
        return Ids.find(values(), id, "a position kind is one of none, sinusoidal, learned;");
    }
}
