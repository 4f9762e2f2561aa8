package dev.valence.internal.model;

import dev.valence.internal.compute.Gemm;
import dev.valence.internal.compute.Stopwatch.Section;

/**
 * Logits of the vocabulary from the token embeddings themselves, Y = X·Eᵀ + b (Press and Wolf, "Using the Output Embedding
 * to Improve Language Models", 2017). Thread-safe but for {@link #load}.
 */
final class TiedProjection implements Projection {
    private final int vocabulary; // V
    private final int embeddings; // offset of E [V, D]
    private final int bias; // offset of b [V]
    private final Parameters parameters;
    private final Gemm.Weight weight; // E as a map from V to D, so that its transpose maps D to V
    private final float[] noBias; // [D]

    TiedProjection(Parameters parameters, Gemm gemm, String name, Embeddings embeddings, EncoderConfig config) {
        this.parameters = parameters;
        this.vocabulary = config.vocabularySize();
        this.embeddings = embeddings.tokens();
        this.bias = parameters.add(name + ".bias", Initializer.constant(0f), vocabulary);
        this.weight = gemm.weight(vocabulary, config.width());
        this.noBias = new float[config.width()];
    }

    @Override
    public void load() {
        weight.load(parameters.values(), embeddings);
    }

    @Override
    public void forward(Workspace workspace, Gemm.Operand x, float[] y) {
        weight.backwardInput(x, y, false);
        for (int r = 0; r < x.rows(); r++) {
            workspace.kernels.addScaled(vocabulary, 1f, parameters.values(), bias, y, r * vocabulary);
        }
        workspace.watch.lap(Section.PRODUCTS_FORWARD);
    }

    @Override
    public void backward(Workspace workspace, Gemm.Operand x, Gemm.Operand dy, float[] dx, boolean accumulate) {
        if (accumulate) {
            throw new IllegalArgumentException("a tied projection stands alone behind its input and never accumulates");
        }
        float[] gradients = workspace.gradients.values();
        workspace.gradients.touchAll();
        weight.backwardWeight(dy, x, gradients, embeddings);
        workspace.kernels.addColumnSums(dy.rows(), vocabulary, dy.values(), gradients, bias);
        weight.forward(dy, noBias, 0, dx);
        workspace.watch.lap(Section.PRODUCTS_BACKWARD);
    }
}
