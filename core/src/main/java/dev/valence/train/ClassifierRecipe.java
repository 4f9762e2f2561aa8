package dev.valence.train;

import dev.valence.InputException;
import dev.valence.internal.model.Frozen;
import dev.valence.internal.train.ClassWeights;
import dev.valence.internal.train.Objective;
import dev.valence.internal.train.ParameterGroups;
import dev.valence.internal.train.TrainingAids;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.transformer.LongTexts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options of training a classifier: what helps where data is scarce, skewed or unlike what the encoder was pre-trained on, or
 * memory is short. None of it is on by default.
 *
 * <p>Not thread-safe.
 *
 * @param <R> the recipe
 */
public abstract sealed class ClassifierRecipe<R extends ClassifierRecipe<R>> extends EncoderRecipe<R>
        permits Finetuning, Distillation, Study {
    private int frozenLayers;
    private boolean frozenEmbeddings;
    private double layerDecay = 1;
    private boolean decayBiases;
    private ClassWeights classWeights = ClassWeights.EQUAL;
    private double labelSmoothing;
    private int accumulation = 1;
    private WindowAggregation longTexts = WindowAggregation.FIRST;
    private @Nullable Integer stride;
    private double wordDropout;
    private double averageWeights;
    private boolean ignoreTokenizer;

    ClassifierRecipe() {}

    /** Sets whether the tokenizer of the model to start from is used even if {@link #tokenizer} is another (default: no). */
    public R ignoreTokenizer(boolean ignore) {
        ignoreTokenizer = ignore;
        return self();
    }

    /** Sets how many of the first encoder layers are not trained (default: 0). */
    public R freezeLayers(int layers) {
        frozenLayers = layers;
        return self();
    }

    /** Sets whether the embeddings are not trained (default: no). */
    public R freezeEmbeddings(boolean freeze) {
        frozenEmbeddings = freeze;
        return self();
    }

    /** Sets the learning rate of a layer as a share of that of the layer above it (default: 1). */
    public R layerDecay(double factor) {
        layerDecay = factor;
        return self();
    }

    /** Sets whether weight decay includes biases and LayerNorm (default: no). */
    public R decayBiases(boolean decay) {
        decayBiases = decay;
        return self();
    }

    /** Weights rare classes more, so that all classes have the same sum (scikit-learn's {@code balanced}). */
    public R balancedClasses() {
        classWeights = ClassWeights.BALANCED;
        return self();
    }

    /** Sets the weight of each class in the loss, by name. */
    public R classWeights(Map<String, Double> weights) {
        classWeights = ClassWeights.given(weights);
        return self();
    }

    /** Sets the share of a label that is spread over all classes (default: 0). */
    public R labelSmoothing(double share) {
        labelSmoothing = share;
        return self();
    }

    /** Sets how many batches make one optimizer step, computed one after another (default: 1). */
    public R accumulate(int batches) {
        accumulation = batches;
        return self();
    }

    /** Sets how texts that are too long for the encoder are classified (default: their beginning is). */
    public R longTexts(WindowAggregation aggregation) {
        longTexts = aggregation;
        return self();
    }

    /** Sets the tokens from the start of a window to that of the next (default: half a window). */
    public R stride(int tokens) {
        stride = tokens;
        return self();
    }

    /** Sets the share of a text's tokens that training hides behind the mask token (default: 0). */
    public R wordDropout(double share) {
        wordDropout = share;
        return self();
    }

    /** Sets the decay of the moving average of the weights that is evaluated and saved, such as 0.998 (default: 0, none). */
    public R averageWeights(double decay) {
        averageWeights = decay;
        return self();
    }

    private TrainingAids aids() {
        if (frozenLayers < 0) {
            throw new InputException("--freeze-layers must not be negative, found " + frozenLayers);
        }
        if (stride != null && stride < 1) {
            throw new InputException("--stride must be at least 1, found " + stride);
        }
        return new TrainingAids(
                new ParameterGroups(new Frozen(frozenLayers, frozenEmbeddings), layerDecay, decayBiases),
                new Objective(classWeights, labelSmoothing),
                accumulation,
                new LongTexts(longTexts, stride == null ? 0 : stride),
                wordDropout,
                averageWeights);
    }

    /** The model to start from, or null for random weights. */
    @Nullable
    Initialization initialization() {
        return from == null
                ? null
                : Initialization.of(from, ignoreTokenizer, Initialization.Taken.WEIGHTS, environment, listener);
    }

    /** The hyper-parameters; the defaults depend on the model to start from. */
    TrainingConfig config(@Nullable Initialization init) {
        TrainingConfig config = init == null
                ? hyperparameters.config(TrainingConfig::standard, TrainingConfig::tutorial)
                : init.recipe(hyperparameters, listener);
        return config.withAids(aids());
    }
}
