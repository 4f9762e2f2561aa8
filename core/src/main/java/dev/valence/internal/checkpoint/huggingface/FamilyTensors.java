package dev.valence.internal.checkpoint.huggingface;

import java.util.Map;

/**
 * What each family calls the modules that this project's names stand for; {@code #} is the number of a layer. Tensors that
 * are not those of a linear layer or a LayerNorm stand by their own names.
 *
 * @param prefix of the encoder's names in a model with a head; a file of the encoder alone leaves it out
 * @param encoder modules of the encoder
 * @param classifier modules of a classifier's head
 * @param maskedLanguage modules of the head that predicts hidden tokens, whose matrix is the token embeddings
 */
record FamilyTensors(
        String prefix,
        Map<String, String> encoder,
        Map<String, String> classifier,
        Map<String, String> maskedLanguage) {
    private static final String LAYER = "encoder.layers.#.";

    static final FamilyTensors BERT = new FamilyTensors(
            "bert.",
            bertEncoder("bert."),
            Map.of("head.transform", "bert.pooler.dense", "head.output", "classifier"),
            Map.of(
                    "head.transform", "cls.predictions.transform.dense",
                    "head.norm", "cls.predictions.transform.LayerNorm",
                    "head.output.bias", "cls.predictions.bias"));

    static final FamilyTensors ROBERTA = new FamilyTensors(
            "roberta.",
            bertEncoder("roberta."),
            Map.of("head.transform", "classifier.dense", "head.output", "classifier.out_proj"),
            Map.of(
                    "head.transform", "lm_head.dense",
                    "head.norm", "lm_head.layer_norm",
                    "head.output.bias", "lm_head.bias"));

    static final FamilyTensors DISTILBERT = new FamilyTensors(
            "distilbert.",
            Map.ofEntries(
                    Map.entry("embeddings.token", "distilbert.embeddings.word_embeddings.weight"),
                    Map.entry("embeddings.position", "distilbert.embeddings.position_embeddings.weight"),
                    Map.entry("embeddings.norm", "distilbert.embeddings.LayerNorm"),
                    Map.entry(LAYER + "attention.query", "distilbert.transformer.layer.#.attention.q_lin"),
                    Map.entry(LAYER + "attention.key", "distilbert.transformer.layer.#.attention.k_lin"),
                    Map.entry(LAYER + "attention.value", "distilbert.transformer.layer.#.attention.v_lin"),
                    Map.entry(LAYER + "attention.output", "distilbert.transformer.layer.#.attention.out_lin"),
                    Map.entry(LAYER + "attention_norm", "distilbert.transformer.layer.#.sa_layer_norm"),
                    Map.entry(LAYER + "feed_forward.inner", "distilbert.transformer.layer.#.ffn.lin1"),
                    Map.entry(LAYER + "feed_forward.outer", "distilbert.transformer.layer.#.ffn.lin2"),
                    Map.entry(LAYER + "feed_forward_norm", "distilbert.transformer.layer.#.output_layer_norm")),
            Map.of("head.transform", "pre_classifier", "head.output", "classifier"),
            Map.of(
                    "head.transform", "vocab_transform",
                    "head.norm", "vocab_layer_norm",
                    "head.output.bias", "vocab_projector.bias"));

    private static Map<String, String> bertEncoder(String prefix) {
        String layer = prefix + "encoder.layer.#.";
        return Map.ofEntries(
                Map.entry("embeddings.token", prefix + "embeddings.word_embeddings.weight"),
                Map.entry("embeddings.position", prefix + "embeddings.position_embeddings.weight"),
                Map.entry("embeddings.token_type", prefix + "embeddings.token_type_embeddings.weight"),
                Map.entry("embeddings.norm", prefix + "embeddings.LayerNorm"),
                Map.entry(LAYER + "attention.query", layer + "attention.self.query"),
                Map.entry(LAYER + "attention.key", layer + "attention.self.key"),
                Map.entry(LAYER + "attention.value", layer + "attention.self.value"),
                Map.entry(LAYER + "attention.output", layer + "attention.output.dense"),
                Map.entry(LAYER + "attention_norm", layer + "attention.output.LayerNorm"),
                Map.entry(LAYER + "feed_forward.inner", layer + "intermediate.dense"),
                Map.entry(LAYER + "feed_forward.outer", layer + "output.dense"),
                Map.entry(LAYER + "feed_forward_norm", layer + "output.LayerNorm"));
    }
}
