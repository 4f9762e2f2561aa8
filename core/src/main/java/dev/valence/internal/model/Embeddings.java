package dev.valence.internal.model;

import dev.valence.internal.compute.Dropout;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.compute.Stopwatch.Section;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.train.PositionKind;
import org.jspecify.annotations.Nullable;

/**
 * x[t] = dropout(norm(scale·E[id] + P[place] + K[0])): scale is sqrt(D) and nothing is normalized in Vaswani et al., 2017,
 * sections 3.4 and 3.5; scale is 1 and LayerNorm follows in BERT and its kin (Devlin et al., 2019). In RoBERTa padding takes no place
 * (fairseq, make_positions). Thread-safe.
 */
final class Embeddings {
    private static final int DROPOUT = 0; // number of this tensor's dropout

    private static final int PADDING_PLACE = -1;

    private final EncoderConfig config;
    private final Parameters parameters;
    private final int padding; // id of the token that takes no place, or one that there is not
    private final int tokens; // offset of E [V, D]
    private final int positions; // offset of the first place's row of P where it is learned, behind that of padding
    private final int kinds; // offset of the token types K [N, D] where there are any
    private final float[] sinusoids; // P [S, D] where it is fixed
    private final float scale;
    private final @Nullable LayerNorm norm;

    Embeddings(Parameters parameters, EncoderConfig config) {
        this.config = config;
        this.parameters = parameters;
        EmbeddingConfig parts = config.embeddings();
        this.padding = parts.padding();
        this.scale = parts.scaled() ? (float) Math.sqrt(config.width()) : 1f;
        Initializer unit = Initializer.truncatedNormal(1 / Math.sqrt(config.width()));
        this.tokens = parameters.add("embeddings.token", unit, config.vocabularySize(), config.width());
        if (tokens != 0) {
            throw new IllegalStateException("token embeddings must stand first, see Gradients");
        }
        Initializer small = Initializer.truncatedNormal(0.02);
        int rows = config.maximumLength() + parts.firstPosition();
        this.positions = parts.positions() == PositionKind.LEARNED
                ? parameters.add("embeddings.position", small, rows, config.width())
                        + parts.firstPosition() * config.width()
                : -1;
        this.kinds = parts.tokenTypes() > 0
                ? parameters.add("embeddings.token_type", small, parts.tokenTypes(), config.width())
                : -1;
        this.norm = parts.norm()
                ? new LayerNorm(parameters, "embeddings.norm", config.width(), config.layerNormEpsilon())
                : null;
        this.sinusoids = config.positions() == PositionKind.SINUSOIDAL
                ? sinusoids(config.maximumLength(), config.width())
                : new float[0];
    }

    /** Offset of E [V, D] in the arena. */
    int tokens() {
        return tokens;
    }

    /**
     * Position embeddings, one row per position, starting with that of padding if it has one; null without positions.
     */
    @Nullable
    NamedTensor positions() {
        String name = "embeddings.position";
        int first = config.embeddings().firstPosition();
        int width = config.width();
        return switch (config.positions()) {
            case NONE -> null;
            case SINUSOIDAL -> new NamedTensor(name, sinusoids, 0, config.maximumLength(), width);
            case LEARNED ->
                new NamedTensor(
                        name, parameters.values(), positions - first * width, first + config.maximumLength(), width);
        };
    }

    /** Sine of even and cosine of odd columns, wavelengths from 2π to 10,000·2π. */
    static float[] sinusoids(int length, int width) {
        float[] table = new float[length * width];
        for (int place = 0; place < length; place++) {
            for (int c = 0; c < width; c++) {
                double angle = place / Math.pow(10_000, (c - c % 2) / (double) width);
                table[place * width + c] = (float) (c % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle));
            }
        }
        return table;
    }

    /** Writes workspace.embedded [T, D]. */
    void forward(Workspace workspace, Pass pass) {
        TokenBatch batch = pass.tokens();
        int width = config.width();
        float[] table = parameters.values();
        float[] x = norm == null ? workspace.embedded : workspace.embeddingSum;
        for (int b = 0; b < batch.texts(); b++) {
            requireFits(batch, b);
            int places = 0;
            for (int s = 0; s < batch.length(b); s++) {
                int t = batch.start(b) + s;
                int id = requireKnown(batch.ids()[t]);
                for (int c = 0; c < width; c++) {
                    x[t * width + c] = scale * table[tokens + id * width + c];
                }
                addPosition(workspace, id == padding ? PADDING_PLACE : places++, x, t * width);
                if (kinds >= 0) {
                    workspace.kernels.addScaled(width, 1f, table, kinds, x, t * width);
                }
            }
        }
        if (norm != null) {
            norm.forward(workspace, batch.tokens(), x, workspace.embeddingInverse, workspace.embedded);
        }
        Dropout dropout = dropout(pass);
        if (!dropout.none()) {
            workspace.kernels.dropout(dropout, batch.tokens() * width, workspace.embedded, workspace.embedded);
        }
        workspace.watch.lap(Section.EMBEDDINGS);
    }

    private void addPosition(Workspace workspace, int place, float[] x, int at) {
        int width = config.width();
        switch (config.positions()) {
            case NONE -> {}
            case SINUSOIDAL -> workspace.kernels.addScaled(width, 1f, sinusoids, place * width, x, at);
            case LEARNED ->
                workspace.kernels.addScaled(width, 1f, parameters.values(), positions + place * width, x, at);
        }
    }

    private void requireFits(TokenBatch batch, int b) {
        if (batch.length(b) > config.maximumLength()) {
            throw new IllegalArgumentException("a text may have at most " + config.maximumLength() + " tokens, found "
                    + batch.length(b) + " in text " + b);
        }
    }

    private int requireKnown(int id) {
        if (id < 0 || id >= config.vocabularySize()) {
            throw new IllegalArgumentException("token ids must be in [0, " + config.vocabularySize() + "), found " + id
                    + "; tokenizer and model do not belong together");
        }
        return id;
    }

    /** Adds the gradient of {@code workspace.gradient} [T, D] to the rows of the batch's tokens and places. */
    void backward(Workspace workspace, Pass pass) {
        TokenBatch batch = pass.tokens();
        int width = config.width();
        float[] dx = workspace.gradient;
        Dropout dropout = dropout(pass);
        if (!dropout.none()) {
            workspace.kernels.dropout(dropout, batch.tokens() * width, dx, dx);
        }
        if (norm != null) {
            norm.backward(workspace, batch.tokens(), dx, workspace.embeddingSum, workspace.embeddingInverse);
        }
        float[] gradients = workspace.gradients.values();
        if (kinds >= 0) {
            workspace.kernels.addColumnSums(batch.tokens(), width, dx, gradients, kinds);
        }
        for (int b = 0; b < batch.texts(); b++) {
            int places = 0;
            for (int s = 0; s < batch.length(b); s++) {
                int t = batch.start(b) + s;
                int id = batch.ids()[t];
                if (id == padding) {
                    continue;
                }
                workspace.gradients.touch(id);
                workspace.kernels.addScaled(width, scale, dx, t * width, gradients, tokens + id * width);
                if (config.positions() == PositionKind.LEARNED) {
                    workspace.kernels.addScaled(width, 1f, dx, t * width, gradients, positions + places++ * width);
                }
            }
        }
        workspace.watch.lap(Section.EMBEDDINGS);
    }

    private Dropout dropout(Pass pass) {
        return pass.tokenDropout(config.dropout(), DROPOUT, config.width());
    }
}
