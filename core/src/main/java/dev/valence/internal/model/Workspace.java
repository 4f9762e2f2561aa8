package dev.valence.internal.model;

import dev.valence.internal.compute.Attention;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.Gemm;
import dev.valence.internal.compute.Kernels;
import dev.valence.internal.compute.Stopwatch;
import dev.valence.internal.compute.WorkerPool;
import java.util.function.Supplier;

/**
 * Memory of one worker that runs a model: activations kept from forward to backward, scratch memory, gradients. Arrays
 * grow to the largest batch and are reused. Not thread-safe; one for each shard. A worker that has others to help it
 * with single products is the caller of its team.
 */
public final class Workspace {
    final Kernels kernels;
    final Attention[] attention; // for each of the team some of the heads
    final Gradients gradients;
    final Frozen frozen;
    final boolean forwardOnly; // nothing needs what a backward pass would
    final WorkerPool team;
    final Stopwatch watch = new Stopwatch();
    final LayerActivations[] layers;
    final HeadActivations head;

    float[] embeddingSum = new float[0]; // [T, D], embeddings before LayerNorm, normalized; none without LayerNorm
    float[] embeddingInverse = new float[0]; // [T]
    float[] embedded = new float[0]; // [T, D]
    float[] gradient = new float[0]; // [T, D], gradient of a layer's input, then of its output
    float[] outputGradient = new float[0]; // [R, D], gradient of what the head reads
    float[] sublayer = new float[0]; // [T, D], gradient of a sublayer's output before dropout
    float[] context = new float[0]; // [T, D], dContext
    float[] query = new float[0]; // [T, D], dQ
    float[] key = new float[0]; // [T, D], dK
    float[] value = new float[0]; // [T, D], dV
    float[] hidden = new float[0]; // [T, F], gradient inside the feed-forward layer
    final Gemm.Operand sublayerOperand;
    final Gemm.Operand queryOperand;
    final Gemm.Operand keyOperand;
    final Gemm.Operand valueOperand;
    final Gemm.Operand hiddenOperand;
    float[] normalized =
            new float[0]; // [T, D], gradient of a sublayer's normalized input; none where LayerNorm stands behind

    Workspace(
            Backend backend,
            EncoderConfig config,
            Gradients gradients,
            Frozen frozen,
            boolean forwardOnly,
            WorkerPool team) {
        this.kernels = backend.kernels();
        this.attention = new Attention[Math.min(team.threads(), config.heads())];
        for (int i = 0; i < attention.length; i++) {
            int from = i * config.heads() / attention.length;
            int to = (i + 1) * config.heads() / attention.length;
            attention[i] = kernels.attention(config.heads(), config.headWidth(), from, to);
        }
        this.gradients = gradients;
        this.frozen = frozen;
        this.team = team;
        this.forwardOnly = forwardOnly;
        Supplier<Gemm.Operand> operands = () -> backend.gemm().operand(forwardOnly);
        this.layers = new LayerActivations[forwardOnly ? Math.min(2, config.layers()) : config.layers()];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = new LayerActivations(operands);
        }
        this.head = new HeadActivations(operands);
        this.sublayerOperand = operands.get();
        this.queryOperand = operands.get();
        this.keyOperand = operands.get();
        this.valueOperand = operands.get();
        this.hiddenOperand = operands.get();
    }

    /** Gradients this worker has summed. */
    public Gradients gradients() {
        return gradients;
    }

    /** Time of this worker by kernel. */
    public Stopwatch watch() {
        return watch;
    }

    /** Logits of the last forward pass, [R, C]. */
    public float[] logits() {
        return head.logits;
    }

    void fitForward(int tokens, EncoderConfig config) {
        embedded = grown(embedded, tokens * config.width());
        if (config.embeddings().norm()) {
            embeddingSum = grown(embeddingSum, tokens * config.width());
            embeddingInverse = grown(embeddingInverse, tokens);
        }
    }

    void fitBackward(int tokens, int outputs, EncoderConfig config) {
        int wide = tokens * config.width();
        gradient = grown(gradient, wide);
        outputGradient = grown(outputGradient, outputs * config.width());
        sublayer = grown(sublayer, wide);
        context = grown(context, wide);
        query = grown(query, wide);
        key = grown(key, wide);
        value = grown(value, wide);
        hidden = grown(hidden, tokens * config.feedForwardWidth());
    }

    void fitNormalized(int wide) {
        normalized = grown(normalized, wide);
    }

    /** The array, or a larger one with a quarter to spare whose content is undefined. */
    static float[] grown(float[] array, int size) {
        return array.length >= size ? array : new float[Math.addExact(size, size / 4)];
    }

    /** Activations that one encoder layer keeps for its backward pass. */
    static final class LayerActivations {
        float[] selected = new float[0]; // [R, D], input rows of the queries where these are not all tokens
        float[] query = new float[0]; // [R, D]
        float[] key = new float[0]; // [T, D]
        float[] value = new float[0]; // [T, D]
        float[] context = new float[0]; // [R, D]
        float[] statistics = new float[0]; // [2, H, R]
        float[] attended = new float[0]; // [R, D], residual sum after attention, normalized
        float[] attendedInverse = new float[0]; // [R]
        float[] middle = new float[0]; // [R, D], input of the feed-forward layer
        float[] inner = new float[0]; // [R, F], before an activation that is not found in place
        float[] hidden = new float[0]; // [R, F]
        float[] transformed = new float[0]; // [R, D], residual sum after the feed-forward layer, normalized
        float[] transformedInverse = new float[0]; // [R]
        float[] output = new float[0]; // [R, D]

        // only where LayerNorm stands in front
        float[] input = new float[0]; // [T, D], input of the layer, normalized without scale and bias
        float[] inputInverse = new float[0]; // [T]
        float[] normalized = new float[0]; // [T, D], input of attention
        float[] sum = new float[0]; // [R, D], residual sum after attention, normalized without scale and bias

        final Gemm.Operand inputOperand; // [T, D], of keys, values and, where all tokens are rows, queries
        final Gemm.Operand selectedOperand; // [R, D], of queries where they are not
        final Gemm.Operand contextOperand;
        final Gemm.Operand middleOperand;
        final Gemm.Operand hiddenOperand;

        LayerActivations(Supplier<Gemm.Operand> operands) {
            inputOperand = operands.get();
            selectedOperand = operands.get();
            contextOperand = operands.get();
            middleOperand = operands.get();
            hiddenOperand = operands.get();
        }

        void fit(int tokens, int rows, EncoderConfig config) {
            int wide = rows * config.width();
            selected = grown(selected, wide);
            query = grown(query, wide);
            key = grown(key, tokens * config.width());
            value = grown(value, tokens * config.width());
            context = grown(context, wide);
            statistics = grown(statistics, 2 * config.heads() * rows);
            attended = grown(attended, wide);
            attendedInverse = grown(attendedInverse, rows);
            middle = grown(middle, wide);
            hidden = grown(hidden, rows * config.feedForwardWidth());
            if (!config.activation().inPlace()) {
                inner = grown(inner, rows * config.feedForwardWidth());
            }
            transformed = grown(transformed, wide);
            transformedInverse = grown(transformedInverse, rows);
            output = grown(output, wide);
        }

        void fitPreNorm(int tokens, int rows, EncoderConfig config) {
            input = grown(input, tokens * config.width());
            inputInverse = grown(inputInverse, tokens);
            normalized = grown(normalized, tokens * config.width());
            sum = grown(sum, rows * config.width());
        }
    }

    /** Activations that the head keeps for its backward pass. */
    static final class HeadActivations {
        float[] input = new float[0]; // [R, D], the encoder's rows after dropout, if there is any
        float[] transformed = new float[0]; // [R, D], before the activation
        float[] normalized = new float[0]; // [R, D], after the activation, normalized
        float[] inverse = new float[0]; // [R]
        float[] output = new float[0]; // [R, D], input of the projection
        float[] gradient = new float[0]; // [R, D]
        float[] logits = new float[0]; // [R, C], or those of a block of rows
        float[] block = new float[0]; // rows of output in a block
        float[] blockGradient = new float[0]; // and their gradient

        final Gemm.Operand inputOperand;
        final Gemm.Operand blockOperand;
        final Gemm.Operand logitsOperand;
        final Gemm.Operand gradientOperand;

        HeadActivations(Supplier<Gemm.Operand> operands) {
            inputOperand = operands.get();
            blockOperand = operands.get();
            logitsOperand = operands.get();
            gradientOperand = operands.get();
        }

        void fit(int rows, int width) {
            input = grown(input, rows * width);
            transformed = grown(transformed, rows * width);
            normalized = grown(normalized, rows * width);
            inverse = grown(inverse, rows);
            output = grown(output, rows * width);
            gradient = grown(gradient, rows * width);
        }

        void fitLogits(int rows, int classes) {
            logits = grown(logits, Math.multiplyExact(rows, classes));
        }

        void fitBlock(int rows, int width) {
            block = grown(block, rows * width);
            blockGradient = grown(blockGradient, rows * width);
        }
    }
}
