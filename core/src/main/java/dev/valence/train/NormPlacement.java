package dev.valence.train;

import dev.valence.internal.Ids;

/** Where LayerNorm stands in an encoder layer. */
public enum NormPlacement {
    /** Behind each residual sum, as in Vaswani et al., 2017, and BERT. */
    AFTER,
    /**
     * In front of attention and of the feed-forward layer, and once behind the last layer: gradients reach every layer by the
     * residual sums alone, so that higher learning rates work (Xiong et al., "On Layer Normalization in the Transformer
     * Architecture", 2020).
     */
    BEFORE;

    /** Its name in files and options. */
    public String id() {
        return Ids.of(this);
    }

    /**
     * The placement with that {@link #id}.
     *
     * @throws dev.valence.InputException if there is none
     */
    public static NormPlacement of(String id) {
        return Ids.find(values(), id, "LayerNorm stands before or after a sublayer;");
    }
}
