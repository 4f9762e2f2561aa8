package dev.valence.internal.train;

import dev.valence.InputException;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.model.Frozen;
import dev.valence.internal.model.TransformerModel;
import java.util.Map;

/**
 * Learning rates and weight decay by tensor. With a layer decay d, the head has the full learning rate, the last layer
 * at d times that, the one below at d² times and so on down to the embeddings (Clark et al., "ELECTRA", 2020; factors
 * as in Bao et al., "BEiT", 2022). Weight decay follows the tensor's rate.
 *
 * @param frozen what does not learn at all
 * @param layerDecay in (0, 1]; 1 where all layers learn alike
 * @param decayBiases whether weight decay reaches biases and LayerNorm too, not matrices and embeddings only
 */
public record ParameterGroups(Frozen frozen, double layerDecay, boolean decayBiases) {
    /** Everything learns at one rate; biases and LayerNorm do not decay. */
    static final ParameterGroups ALIKE = new ParameterGroups(Frozen.NONE, 1, false);

    /**
     * Checks the decay.
     *
     * @throws InputException if it is out of its range
     */
    public ParameterGroups {
        if (!(layerDecay > 0 && layerDecay <= 1)) {
            throw new InputException("the layer decay must be in (0, 1], found " + layerDecay);
        }
    }

    /**
     * Throws if a model lacks the layers or embeddings to be frozen.
     *
     * @throws InputException if more layers are to be frozen than there are, or embeddings that the head predicts with
     */
    public void check(TransformerModel model) {
        checkLayers(model.config().layers());
        if (frozen.embeddings() && model.head().tied()) {
            throw new InputException(
                    "embeddings can be frozen where the head has a matrix of its own, found a head that"
                            + " predicts with them; untie the head or train the embeddings");
        }
    }

    /**
     * Throws if a model of that many layers lacks the layers to be frozen.
     *
     * @param layers those of a model
     * @throws InputException if there are fewer
     */
    public void checkLayers(int layers) {
        if (frozen.layers() > layers) {
            throw new InputException("at most " + layers + " layers can be frozen, those of the model, found "
                    + frozen.layers() + "; freeze fewer");
        }
    }

    /** Returns the group of a tensor. */
    Adam.Group group(TransformerModel model, NamedTensor tensor) {
        int depth = model.depth(tensor);
        int below = model.config().layers() + 1 - depth;
        double rate = frozen.holds(depth) ? 0 : Math.pow(layerDecay, below);
        return new Adam.Group(rate, decayBiases || tensor.shape().length > 1);
    }

    /** Everything by name. */
    void putInto(Map<String, Object> map) {
        map.put("freeze_layers", frozen.layers());
        map.put("freeze_embeddings", frozen.embeddings());
        map.put("layer_decay", layerDecay);
        map.put("decay_biases", decayBiases);
    }
}
