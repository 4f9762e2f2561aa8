package dev.valence.train;

import dev.valence.InputException;
import dev.valence.internal.Ids;

/** What stands where a token is hidden. */
public enum MaskReplacement {
    /** Always the mask token, as in the tutorial. */
    MASK,
    /** The mask token in 80 %, a random token in 10 %, the token itself in 10 % (Devlin et al., 2019, section 3.1). */
    BERT;

    /** Its name in files and options. */
    public String id() {
        return Ids.of(this);
    }

    /**
     * The kind with that {@link #id}.
     *
     * @throws InputException if there is none
     */
    public static MaskReplacement of(String id) {
        return Ids.find(values(), id, "masking is one of mask, bert;");
    }
}
