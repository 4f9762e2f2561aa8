package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.train.ClassifierRecipe;
import dev.valence.train.WindowAggregation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What fine-tuning is helped by; nothing of it is on by default. */
final class AidOptions {
    private static final Pattern COMMA = Pattern.compile(",", Pattern.LITERAL);

    @Option(
            names = "--freeze-layers",
            paramLabel = "K",
            description = "leave the first K encoder layers as they are (default: 0)")
    private int freezeLayers;

    @Option(names = "--freeze-embeddings", description = "leave the embeddings as they are")
    private boolean freezeEmbeddings;

    @Option(
            names = "--layer-decay",
            paramLabel = "FACTOR",
            description =
                    "learning rate of a layer as a share of that of the one above; the head has the whole (default: 1)")
    private double layerDecay = 1;

    @Option(
            names = "--decay-biases",
            description = "let --weight-decay reach biases and LayerNorm too, not matrices and embeddings only")
    private boolean decayBiases;

    @Option(
            names = "--class-weights",
            paramLabel = "WEIGHTS",
            description = {
                "what the classes count for: balanced (rare ones more, so that all have one sum),",
                "or NAME=WEIGHT,... for every class (default: all alike)"
            })
    private @Nullable String classWeights;

    @Option(
            names = "--label-smoothing",
            paramLabel = "SHARE",
            description = "share of a label that is spread over all classes (default: 0)")
    private double labelSmoothing;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            description =
                    "batches whose gradients make one step, computed one after another in the memory of one (default: 1)")
    private int accumulate = 1;

    @Option(
            names = "--long-texts",
            paramLabel = "HOW",
            description = {
                "how texts too long for the encoder are classified: first (the rest is cut off), or in overlapping",
                "windows whose probabilities are put together by mean or max (default: first)"
            })
    private String longTexts = "first";

    @Option(
            names = "--stride",
            paramLabel = "N",
            description = "tokens from the start of a window to that of the next (default: half a window)")
    private @Nullable Integer stride;

    @Option(
            names = "--word-dropout",
            paramLabel = "SHARE",
            description = "share of a text's tokens that training hides behind the mask token (default: 0)")
    private double wordDropout;

    @Option(
            names = "--average-weights",
            paramLabel = "DECAY",
            description = {
                "evaluate and save the moving average of the weights, of which DECAY stays at every step, such as 0.998",
                "(default: 0, the weights themselves)"
            })
    private double averageWeights;

    /** Sets what was asked for. */
    void applyTo(ClassifierRecipe<?> recipe) {
        recipe.freezeLayers(freezeLayers)
                .freezeEmbeddings(freezeEmbeddings)
                .layerDecay(layerDecay)
                .decayBiases(decayBiases)
                .labelSmoothing(labelSmoothing)
                .accumulate(accumulate)
                .longTexts(WindowAggregation.of(longTexts))
                .wordDropout(wordDropout)
                .averageWeights(averageWeights);
        Options.set(stride, recipe::stride);
        if ("balanced".equals(classWeights)) {
            recipe.balancedClasses();
        } else if (classWeights != null) {
            recipe.classWeights(weights(classWeights));
        }
    }

    private static Map<String, Double> weights(String text) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String part : COMMA.split(text, -1)) {
            int at = part.lastIndexOf('=');
            try {
                weights.put(part.substring(0, at), Double.valueOf(part.substring(at + 1)));
            } catch (IndexOutOfBoundsException | NumberFormatException e) {
                throw new InputException(
                        "--class-weights must be balanced or NAME=WEIGHT,..., found '" + part + "'", e);
            }
        }
        return weights;
    }
}
