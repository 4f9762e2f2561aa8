package dev.valence.internal.model;

import dev.valence.internal.compute.Allocation;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.Workspace.LayerActivations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An encoder and its head. The model has weights only; activations are in a {@link Workspace}, so several workers share
 * one model.
 *
 * <p>Thread-safe while nobody changes {@link #parameters}; after a change {@link #refresh} comes before the next pass.
 */
public final class TransformerModel {
    private final EncoderConfig config;
    private final HeadConfig headConfig;
    private final int classes;
    private final Backend backend;
    private final Parameters parameters = new Parameters();
    private final Embeddings embeddings;
    private final List<EncoderLayer> layers = new ArrayList<>();
    private final int[] starts; // offset of each layer, and of what follows the last, [L + 1]
    private final Head head;
    private final List<Projection> projections = new ArrayList<>();

    private TransformerModel(EncoderConfig config, HeadConfig headConfig, int classes, Backend backend) {
        this.config = config;
        this.headConfig = headConfig;
        this.classes = classes;
        this.backend = backend;
        embeddings = new Embeddings(parameters, config);
        starts = new int[config.layers() + 1];
        for (int i = 0; i < config.layers(); i++) {
            starts[i] = parameters.size();
            EncoderLayer layer = EncoderLayer.of(parameters, backend.gemm(), config, i);
            layers.add(layer);
            projections.addAll(layer.projections());
        }
        starts[config.layers()] = parameters.size();
        head = new Head(parameters, backend.gemm(), config, headConfig, classes, embeddings);
        projections.addAll(head.projections());
    }

    /**
     * A model whose weights are all zero until they are initialized or read.
     *
     * @param config shape of the encoder
     * @param head what makes logits of its rows
     * @param classes logits of a row: C, or V in a masked language model
     * @param backend who computes
     */
    public static TransformerModel of(EncoderConfig config, HeadConfig head, int classes, Backend backend) {
        if (classes < 1 || (head.tied() && classes != config.vocabularySize())) {
            throw new IllegalArgumentException(
                    "a head needs at least 1 class, and as many as the vocabulary has where it" + " is tied, found "
                            + classes);
        }
        try {
            return new TransformerModel(config, head, classes, backend);
        } catch (OutOfMemoryError e) {
            throw Allocation.failed((long) config.leastWeights(), "the weights, as products take them", e);
        }
    }

    /** Shape of the encoder. */
    public EncoderConfig config() {
        return config;
    }

    /** The head. */
    public HeadConfig head() {
        return headConfig;
    }

    /** Number of classes C. */
    public int classes() {
        return classes;
    }

    /** The backend that computes. */
    public Backend backend() {
        return backend;
    }

    /** The weights. */
    public Parameters parameters() {
        return parameters;
    }

    /**
     * Position embeddings, learned or fixed, one row per position; the first token has {@link
     * EmbeddingConfig#firstPosition()}. Null without positions.
     */
    public @Nullable NamedTensor positions() {
        return embeddings.positions();
    }

    /** Returns the depth of a tensor of {@link #parameters}: 0 for embeddings, then the layers, L + 1 for the head. */
    public int depth(NamedTensor tensor) {
        int depth = 0;
        while (depth < starts.length && tensor.offset() >= starts[depth]) {
            depth++;
        }
        return depth;
    }

    /** Draws new weights from a seed; to be followed by {@link #refresh}. */
    public void initialize(long seed) {
        parameters.initialize(seed);
    }

    /** Makes changed weights effective. */
    public void refresh(WorkerPool pool) {
        pool.run(projections.size(), i -> projections.get(i).load());
    }

    /** Memory for training on one shard, where the gradients of some tensors stay zero. */
    public Workspace trainingWorkspace(Frozen frozen) {
        Gradients gradients = new Gradients(parameters.size(), config.vocabularySize(), config.width());
        return new Workspace(backend, config, gradients, frozen, false, new WorkerPool(1));
    }

    /** Memory for forward passes of one worker: it keeps two layers, not all. */
    public Workspace inferenceWorkspace() {
        return inferenceWorkspace(new WorkerPool(1));
    }

    /** The same for a pass that runs alone: a team shares the columns of every product. */
    public Workspace inferenceWorkspace(WorkerPool team) {
        return new Workspace(backend, config, new Gradients(0, 0, 0), Frozen.NONE, true, team);
    }

    /** Computes the logits [R, C] of {@link Workspace#logits}. */
    public void forward(Workspace workspace, Pass pass) {
        head.forward(workspace, pass, encode(workspace, pass));
    }

    /** Runs the encoder; returns what the head reads, [R, D]. */
    private float[] encode(Workspace workspace, Pass pass) {
        workspace.watch.start();
        workspace.fitForward(pass.tokens().tokens(), config);
        embeddings.forward(workspace, pass);
        float[] x = workspace.embedded;
        for (int i = 0; i < layers.size(); i++) {
            LayerActivations activations = workspace.layers[i % workspace.layers.length];
            layers.get(i).forward(workspace, pass, activations, x);
            x = activations.output;
        }
        return x;
    }

    /**
     * Computes the loss only.
     *
     * @param workspace from {@link #inferenceWorkspace}
     * @param pass what to compute
     * @param targets what the head should say of each output row
     */
    public CrossEntropy.Result loss(Workspace workspace, Pass pass, Targets targets) {
        return head.loss(workspace, pass, encode(workspace, pass), targets);
    }

    /**
     * Computes the loss of a shard and adds its gradient to {@link Workspace#gradients}.
     *
     * @param workspace from {@link #trainingWorkspace}
     * @param pass what to compute
     * @param targets what the head should say of each output row
     * @param factor 1 / output rows of the whole batch
     */
    public CrossEntropy.Result forwardBackward(Workspace workspace, Pass pass, Targets targets, float factor) {
        if (targets.rows() != pass.outputs()) {
            throw new IllegalArgumentException("every output row needs a target, found " + pass.outputs() + " rows and "
                    + targets.rows() + " targets");
        }
        float[] x = encode(workspace, pass);
        workspace.fitBackward(pass.tokens().tokens(), pass.outputs(), config);
        CrossEntropy.Result result = head.lossBackward(workspace, pass, x, targets, factor, workspace.outputGradient);
        Frozen frozen = workspace.frozen;
        for (int i = layers.size() - 1; i >= frozen.firstLayer(); i--) {
            float[] dy = i == layers.size() - 1 ? workspace.outputGradient : workspace.gradient;
            layers.get(i).backward(workspace, pass, workspace.layers[i], dy);
        }
        if (!frozen.embeddings()) {
            embeddings.backward(workspace, pass);
            Arrays.fill(workspace.gradients.values(), starts[0], starts[frozen.layers()], 0f);
        }
        return result;
    }
}
