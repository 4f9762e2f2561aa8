package dev.valence.formats.haiku;

/** The two heads of the tutorial, both Linear(D), ReLU, LayerNorm, Linear(C), by the names of their Haiku modules. */
public enum HaikuHead {
    /** Classes of texts. */
    CLASSIFIER("linear", "layer_norm", "linear_1"),
    /** Tokens in place of masks; C is the vocabulary. */
    MASKED_LANGUAGE("dec_lin_1", "dec_norm", "dec_lin_2");

    private final String transform;
    private final String norm;
    private final String output;

    HaikuHead(String transform, String norm, String output) {
        this.transform = transform;
        this.norm = norm;
        this.output = output;
    }

    String transform() {
        return transform;
    }

    String norm() {
        return norm;
    }

    String output() {
        return output;
    }
}
