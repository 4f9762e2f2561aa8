package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.train.ClassifierRecipe;
import dev.valence.train.WindowAggregation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for scarce, skewed or unusual data; none is on by default. */
final class AidOptions {
    private static final Pattern COMMA = Pattern.compile(",", Pattern.LITERAL);

    @Option(names = "--freeze-layers", paramLabel = "K")
    private int freezeLayers;

    @Option(names = "--freeze-embeddings")
    private boolean freezeEmbeddings;

    @Option(names = "--layer-decay", paramLabel = "FACTOR")
    private double layerDecay = 1;

    @Option(names = "--decay-biases")
    private boolean decayBiases;

    @Option(names = "--class-weights", paramLabel = "WEIGHTS")
    private @Nullable String classWeights;

    @Option(names = "--label-smoothing", paramLabel = "SHARE")
    private double labelSmoothing;

    @Option(names = "--accumulate", paramLabel = "N")
    private int accumulate = 1;

    @Option(names = "--long-texts", paramLabel = "HOW")
    private String longTexts = "first";

    @Option(names = "--stride", paramLabel = "N")
    private @Nullable Integer stride;

    @Option(names = "--word-dropout", paramLabel = "SHARE")
    private double wordDropout;

    @Option(names = "--average-weights", paramLabel = "DECAY")
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
