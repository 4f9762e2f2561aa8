package dev.valence.train;

import dev.valence.InputException;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.transformer.ModelFamily;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tokenizer and shape of a new encoder; the defaults are the tutorial's, with real positions. */
final class EncoderShape {
    private static final float LAYER_NORM_EPSILON = 1e-5f;
    private static final int LAYERS = 6;
    private static final int HEADS = 8;
    private static final int WIDTH = 128;
    private static final int FEED_FORWARD = 256;
    private static final int MAXIMUM_LENGTH = 128;
    /** What random weights want. */
    private static final float DROPOUT = 0.4f;

    private static final float TUTORIAL_DROPOUT = 0.1f;

    @Nullable
    Path tokenizer;

    int vocabularySize = 25_000;

    @Nullable
    Integer layers;

    @Nullable
    Integer heads;

    @Nullable
    Integer width;

    @Nullable
    Integer feedForward;

    @Nullable
    Integer maximumLength;

    @Nullable
    PositionKind positions;

    @Nullable
    NormPlacement norm;

    @Nullable
    Float dropout;

    int maximumLength() {
        return or(maximumLength, MAXIMUM_LENGTH);
    }

    /** The shape of an encoder to fine-tune, for a tokenizer with that many tokens. */
    EncoderConfig config(int tokens, boolean tutorial) {
        return config(tokens, tutorial, dropout(tutorial), NormPlacement.AFTER);
    }

    /** The shape of an encoder to pre-train: from far more text, which needs no dropout but higher rates. */
    EncoderConfig pretrainingConfig(int tokens, boolean tutorial) {
        return config(
                tokens, tutorial, pretrainingDropout(tutorial), tutorial ? NormPlacement.AFTER : NormPlacement.BEFORE);
    }

    private EncoderConfig config(int tokens, boolean tutorial, float rate, NormPlacement usual) {
        return EncoderConfig.valence(
                        tokens,
                        or(layers, LAYERS),
                        or(heads, HEADS),
                        or(width, WIDTH),
                        or(feedForward, FEED_FORWARD),
                        maximumLength(),
                        or(positions, tutorial ? PositionKind.NONE : PositionKind.SINUSOIDAL),
                        rate,
                        LAYER_NORM_EPSILON)
                .withNorm(or(norm, usual));
    }

    private float dropout(boolean tutorial) {
        return or(dropout, tutorial ? TUTORIAL_DROPOUT : DROPOUT);
    }

    private float pretrainingDropout(boolean tutorial) {
        return or(dropout, tutorial ? TUTORIAL_DROPOUT : 0f);
    }

    /** Dropout in fine-tuning an existing encoder; null for that of its {@code config.json}, if others published it. */
    @Nullable
    Float dropout(ModelFamily family, boolean tutorial) {
        return dropout == null && family != ModelFamily.VALENCE ? null : Float.valueOf(dropout(tutorial));
    }

    /** Dropout in further pre-training of an existing encoder; null as in {@link #dropout(ModelFamily, boolean)}. */
    @Nullable
    Float pretrainingDropout(ModelFamily family, boolean tutorial) {
        return dropout == null && family != ModelFamily.VALENCE ? null : Float.valueOf(pretrainingDropout(tutorial));
    }

    /**
     * Makes sure that nothing was asked for which a model to start from decides.
     *
     * @throws InputException if something was
     */
    void requireNone(String init) {
        Map<String, @Nullable Object> shape = new LinkedHashMap<>();
        shape.put("--layers", layers);
        shape.put("--heads", heads);
        shape.put("--width", width);
        shape.put("--feed-forward", feedForward);
        shape.put("--max-length", maximumLength);
        shape.put("--positions", positions);
        shape.put("--norm", norm);
        shape.values().removeIf(Objects::isNull);
        if (!shape.isEmpty()) {
            throw new InputException(init + " decides the shape of the encoder, found "
                    + String.join(", ", shape.keySet()) + "; leave that out");
        }
    }

    private static <T> T or(@Nullable T given, T usual) {
        return given == null ? usual : given;
    }
}
