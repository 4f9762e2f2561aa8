package dev.valence.model;

import dev.valence.compute.Dropout;
import dev.valence.compute.Stopwatch.Section;
import dev.valence.tokenize.TokenBatch;

/**
 * x[t] = dropout(sqrt(D)·E[id] + P[place]), as in Vaswani et al., 2017, sections 3.4 and 3.5. Thread-safe.
 */
final class Embeddings {
    private static final int DROPOUT = 0; // number of this tensor's dropout

    private final EncoderConfig config;
    private final Parameters parameters;
    private final int tokens; // offset of E [V, D]
    private final int positions; // offset of P [S, D] where it is learned
    private final float[] sinusoids; // P [S, D] where it is fixed
    private final float scale;

    Embeddings(Parameters parameters, EncoderConfig config) {
        this.config = config;
        this.parameters = parameters;
        this.scale = (float) Math.sqrt(config.width());
        Initializer unit = Initializer.truncatedNormal(1 / Math.sqrt(config.width()));
        this.tokens = parameters.add("embeddings.token", unit, config.vocabularySize(), config.width());
        if (tokens != 0) {
            throw new IllegalStateException("token embeddings must stand first, see Gradients");
        }
        this.positions = config.positions() == PositionKind.LEARNED
                ? parameters.add(
                        "embeddings.position",
                        Initializer.truncatedNormal(0.02),
                        config.maximumLength(),
                        config.width())
                : -1;
        this.sinusoids = config.positions() == PositionKind.SINUSOIDAL
                ? sinusoids(config.maximumLength(), config.width())
                : new float[0];
    }

    /** Where E [V, D] stands in the arena. */
    int tokens() {
        return tokens;
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
        float[] x = workspace.embedded;
        for (int b = 0; b < batch.texts(); b++) {
            requireFits(batch, b);
            for (int s = 0; s < batch.length(b); s++) {
                int t = batch.start(b) + s;
                int id = requireKnown(batch.ids()[t]);
                for (int c = 0; c < width; c++) {
                    x[t * width + c] = scale * table[tokens + id * width + c];
                }
                addPosition(workspace, s, x, t * width);
            }
        }
        Dropout dropout = dropout(pass);
        if (!dropout.none()) {
            workspace.kernels.dropout(dropout, batch.tokens() * width, x, x);
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
        float[] gradients = workspace.gradients.values();
        for (int b = 0; b < batch.texts(); b++) {
            for (int s = 0; s < batch.length(b); s++) {
                int t = batch.start(b) + s;
                int id = batch.ids()[t];
                workspace.gradients.touch(id);
                workspace.kernels.addScaled(width, scale, dx, t * width, gradients, tokens + id * width);
                if (config.positions() == PositionKind.LEARNED) {
                    workspace.kernels.addScaled(width, 1f, dx, t * width, gradients, positions + s * width);
                }
            }
        }
        workspace.watch.lap(Section.EMBEDDINGS);
    }

    private Dropout dropout(Pass pass) {
        return pass.tokenDropout(config.dropout(), DROPOUT, config.width());
    }
}
