package dev.valence.benchmarks;

import dev.valence.internal.compute.Activation;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.model.DropoutRates;
import dev.valence.internal.model.EmbeddingConfig;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.model.HeadConfig;
import dev.valence.internal.model.TransformerModel;
import dev.valence.train.NormPlacement;
import dev.valence.train.PositionKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A model whose speed is measured.
 *
 * @param name what the command line and the peers' scripts call it
 * @param bert whether it is BERT's architecture (GELU, learned positions, dropout of attention, pooler), else the
 *     tutorial's
 * @param layers number of encoder layers
 * @param heads H
 * @param width D
 * @param feedForward F
 * @param vocabulary V
 */
public record Shape(String name, boolean bert, int layers, int heads, int width, int feedForward, int vocabulary) {
    /** The tutorial's: 20,305 byte pairs are all there are to learn from SST-2. */
    public static final Shape TUTORIAL = new Shape("tutorial", false, 6, 8, 128, 256, 20_305);
    /** MiniLM (Wang et al., 2020) with 6 layers. */
    public static final Shape MINILM = new Shape("minilm", true, 6, 12, 384, 1536, 30_522);
    /** BERT-base (Devlin et al., 2019). */
    public static final Shape BERT_BASE = new Shape("bert-base", true, 12, 12, 768, 3072, 30_522);

    /** Classes C of all of them. */
    public static final int CLASSES = 2;

    private static final float DROPOUT = 0.1f;
    private static final int LONGEST = 512;

    /** Those with a name. */
    public static List<Shape> named() {
        return List.of(TUTORIAL, MINILM, BERT_BASE);
    }

    /**
     * Reads a name, or {@link #toString}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Shape parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length == 1) {
            return named().stream()
                    .filter(shape -> shape.name.equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no shape is called " + text));
        }
        int[] sizes = Arrays.stream(parts).skip(2).mapToInt(Integer::parseInt).toArray();
        return new Shape(parts[0], parts[1].equals("bert"), sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]);
    }

    /** {@code NAME:ARCHITECTURE:LAYERS:HEADS:WIDTH:FEED_FORWARD:VOCABULARY}, which the peers' scripts read too. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s:%s:%d:%d:%d:%d:%d",
                name,
                bert ? "bert" : "tutorial",
                layers,
                heads,
                width,
                feedForward,
                vocabulary);
    }

    /** The same with other sizes, for growth curves. */
    public Shape with(int newLayers, int newWidth, int newFeedForward, int newVocabulary) {
        return new Shape(name, bert, newLayers, heads, newWidth, newFeedForward, newVocabulary);
    }

    /** Our model of this shape, with random weights. */
    public TransformerModel model(Backend backend) {
        return TransformerModel.of(encoder(), head(), CLASSES, backend);
    }

    private EncoderConfig encoder() {
        if (!bert) {
            return EncoderConfig.valence(
                    vocabulary, layers, heads, width, feedForward, LONGEST, PositionKind.SINUSOIDAL, DROPOUT, 1e-5f);
        }
        return new EncoderConfig(
                vocabulary,
                layers,
                heads,
                width,
                feedForward,
                LONGEST,
                new EmbeddingConfig(PositionKind.LEARNED, 0, 2, false, true),
                Activation.GELU,
                new DropoutRates(DROPOUT, DROPOUT, false),
                1e-12f,
                NormPlacement.AFTER);
    }

    private HeadConfig head() {
        return bert ? HeadConfig.pooler(Activation.TANH, DROPOUT) : HeadConfig.normed(Activation.RELU, false);
    }
}
