package dev.valence.formats.haiku;

import java.util.ArrayList;
import java.util.List;

/**
 * Shape of the tutorial's model, which determines names and shapes of its parameters. The number of attention heads
 * does not affect them.
 *
 * @param vocabularySize V
 * @param layers number of encoder layers
 * @param width D
 * @param feedForwardWidth F
 * @param head which head it has
 * @param classes C, the vocabulary size in a masked language model
 */
public record HaikuShape(int vocabularySize, int layers, int width, int feedForwardWidth, HaikuHead head, int classes) {
    private static final String ATTENTION = "/~/multihead_attention/~/";
    private static final String FEED_FORWARD = "/~/positionwise_feed_forward/~/";

    /** Every tensor of such a model, in this project's order. */
    List<HaikuTensor> tensors() {
        List<HaikuTensor> tensors = new ArrayList<>();
        tensors.add(new HaikuTensor(HaikuName.EMBEDDINGS, "embeddings.token", List.of(vocabularySize, width)));
        for (int i = 0; i < layers; i++) {
            layer(tensors, HaikuName.block(i), "encoder.layers." + i);
        }
        linear(tensors, head.transform(), "head.transform", width, width);
        norm(tensors, head.norm(), "head.norm");
        linear(tensors, head.output(), "head.output", width, classes);
        return tensors;
    }

    private void layer(List<HaikuTensor> tensors, String block, String name) {
        linear(tensors, block + ATTENTION + "linear", name + ".attention.query", width, width);
        linear(tensors, block + ATTENTION + "linear_1", name + ".attention.key", width, width);
        linear(tensors, block + ATTENTION + "linear_2", name + ".attention.value", width, width);
        linear(tensors, block + ATTENTION + "linear_3", name + ".attention.output", width, width);
        norm(tensors, block + "/~/layer_norm", name + ".attention_norm");
        linear(tensors, innerModule(block), name + ".feed_forward.inner", width, feedForwardWidth);
        linear(tensors, block + FEED_FORWARD + "linear_1", name + ".feed_forward.outer", feedForwardWidth, width);
        norm(tensors, block + "/~/layer_norm_1", name + ".feed_forward_norm");
    }

    /** The module whose matrix [D, F] has the feed-forward width. */
    static String innerModule(String block) {
        return block + FEED_FORWARD + "linear";
    }

    private static void linear(List<HaikuTensor> tensors, String module, String name, int inputs, int outputs) {
        tensors.add(new HaikuTensor(HaikuName.weights(module), name + ".kernel", List.of(inputs, outputs)));
        tensors.add(new HaikuTensor(new HaikuName(module, "b"), name + ".bias", List.of(outputs)));
    }

    private void norm(List<HaikuTensor> tensors, String module, String name) {
        tensors.add(new HaikuTensor(new HaikuName(module, "scale"), name + ".scale", List.of(width)));
        tensors.add(new HaikuTensor(new HaikuName(module, "offset"), name + ".bias", List.of(width)));
    }
}
