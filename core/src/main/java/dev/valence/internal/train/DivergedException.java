package dev.valence.internal.train;

import java.util.List;

/** Loss, gradient or weights of a run are no longer finite. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String left;

    @SuppressWarnings("serial") // what List.copyOf makes is serializable
    private final List<Integer> texts;

    /**
     * @param what what happened when
     * @param texts indices of the texts of the batch in which it happened, counted from 0; empty where it was in none
     * @param left where the last good checkpoint is
     */
    DivergedException(String what, List<Integer> texts, String left) {
        this(what, texts, left, "the texts " + texts + ", counted from 0");
    }

    private DivergedException(String what, List<Integer> texts, String left, String names) {
        super(what + (texts.isEmpty() ? "" : " in the batch of " + names) + "; " + left);
        this.what = what;
        this.texts = List.copyOf(texts);
        this.left = left;
    }

    /** Indices of the texts of the batch in which it happened, counted from 0; empty where it was in none. */
    public List<Integer> texts() {
        return texts;
    }

    /**
     * The same with other names for the texts.
     *
     * @param names what its user calls them
     */
    public DivergedException named(String names) {
        DivergedException named = new DivergedException(what, texts, left, names);
        named.initCause(this);
        return named;
    }
}
