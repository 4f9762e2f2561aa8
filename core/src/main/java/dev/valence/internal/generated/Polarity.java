package dev.valence.internal.generated;

/** The two classes of the built-in corpus. */
enum Polarity {
    NEGATIVE("negative"),
    POSITIVE("positive");

    private final String label;

    Polarity(String label) {
        this.label = label;
    }

    /** Its name among the labels. */
    String label() {
        return label;
    }

    Polarity opposite() {
        return this == NEGATIVE ? POSITIVE : NEGATIVE;
    }
}
