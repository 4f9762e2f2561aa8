package dev.valence.internal.train;

import static dev.valence.internal.compute.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.ClassLoss;
import dev.valence.internal.model.Frozen;
import dev.valence.internal.model.Models;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.train.TrainingConfig.Batching;
import dev.valence.internal.transformer.LongTexts;
import dev.valence.train.WindowAggregation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingAidsTest {
    private static final LabelSet LABELS = LabelSet.of("rare", "usual", "some");

    private static TrainingAids accumulating(int batches) {
        return new TrainingAids(ParameterGroups.ALIKE, Objective.CROSS_ENTROPY, batches, LongTexts.CUT, 0, 0);
    }

    private static Objective objective(ClassWeights weights, double smoothing) {
        return new Objective(weights, smoothing);
    }

    private static TrainingAids learning(ClassWeights weights, double smoothing) {
        return new TrainingAids(ParameterGroups.ALIKE, objective(weights, smoothing), 1, LongTexts.CUT, 0, 0);
    }

    private static TrainingAids grouped(int layers, boolean embeddings, double layerDecay, boolean decayBiases) {
        ParameterGroups groups = new ParameterGroups(new Frozen(layers, embeddings), layerDecay, decayBiases);
        return new TrainingAids(groups, Objective.CROSS_ENTROPY, 1, LongTexts.CUT, 0, 0);
    }

    private static TrainingAids reading(WindowAggregation aggregation, int stride) {
        LongTexts windows = new LongTexts(aggregation, stride);
        return new TrainingAids(ParameterGroups.ALIKE, Objective.CROSS_ENTROPY, 1, windows, 0, 0);
    }

    private static TrainingAids averaging(double decay) {
        return new TrainingAids(ParameterGroups.ALIKE, Objective.CROSS_ENTROPY, 1, LongTexts.CUT, 0, decay);
    }

    private static TrainingAids hiding(double share) {
        return new TrainingAids(ParameterGroups.ALIKE, Objective.CROSS_ENTROPY, 1, LongTexts.CUT, share, 0);
    }

    static List<Arguments> aids() {
        return List.of(
                Arguments.of("training.accumulation 3 instead of 1", accumulating(3)),
                Arguments.of("training.class_weights balanced instead of equal", learning(ClassWeights.BALANCED, 0)),
                Arguments.of(
                        "training.class_weights [rare=2.5] instead of equal",
                        learning(ClassWeights.given(Map.of("rare", 2.5)), 0)),
                Arguments.of("training.label_smoothing 0.1 instead of 0.0", learning(ClassWeights.EQUAL, 0.1)),
                Arguments.of("training.freeze_layers 1 instead of 0", grouped(1, false, 1, false)),
                Arguments.of("training.freeze_embeddings true instead of false", grouped(0, true, 1, false)),
                Arguments.of("training.layer_decay 0.75 instead of 1.0", grouped(0, false, 0.75, false)),
                Arguments.of(
                        "training.long_texts.aggregation mean instead of first", reading(WindowAggregation.MEAN, 0)),
                Arguments.of("training.long_texts.stride 7 instead of 0", reading(WindowAggregation.MAX, 7)),
                Arguments.of("training.word_dropout 0.2 instead of 0.0", hiding(0.2)),
                Arguments.of("training.weight_average 0.99 instead of 0.0", averaging(0.99)),
                Arguments.of("training.decay_biases true instead of false", grouped(0, false, 1, true)));
    }

    /** A run resumes only where there is no difference. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("aids")
    void everyAidIsWrittenDown(String difference, TrainingAids aids) {
        TrainingConfig without = TrainingConfig.standard(2);
        Provenance with =
                new Provenance(Map.of("training", without.withAids(aids).toMap()), Map.of());
        assertThat(with.differences(ConfigJson.of(Map.of("training", without.toMap()))))
                .contains(difference);
        assertThat(without.withAids(aids).withSeed(7).aids()).isEqualTo(aids);
    }

    @Test
    void balancedClassesHaveOneSum() {
        // 11 texts of 3 classes: 11 / (3 · 1), 11 / (3 · 7), 11 / (3 · 3)
        int[] train = {1, 1, 0, 1, 2, 1, 2, 1, 1, 2, 1};
        float[] weights = ClassWeights.BALANCED.of(LABELS, train);
        assertClose("weights", weights, new double[] {3.6666667, 0.5238095, 1.2222222}, 1e-6);
    }

    @Test
    void givenWeightsGoByName() {
        ClassWeights given = ClassWeights.given(Map.of("some", 3.0, "rare", 5.5, "usual", 0.5));
        ClassLoss loss = objective(given, 0.25).loss(LABELS, new int[0]);
        assertThat(loss.weights()).containsExactly(5.5f, 0.5f, 3f);
        assertThat(loss.smoothing()).isEqualTo(0.25f);
    }

    @Test
    void aClassWithoutTextsCannotBeBalanced() {
        assertThatThrownBy(() -> ClassWeights.BALANCED.of(LABELS, new int[] {1, 2, 1}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found none of 'rare'");
    }

    @Test
    void everyClassNeedsAGivenWeight() {
        ClassWeights given = ClassWeights.given(Map.of("rare", 2.0, "odd", 1.0));
        assertThatThrownBy(() -> given.of(LABELS, new int[] {1}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("[rare, usual, some]")
                .hasMessageContaining("odd");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {0, -1, 1e7, Double.NaN})
    void aGivenWeightIsANumberAboveZero(double weight) {
        assertThatThrownBy(() -> ClassWeights.given(Map.of("rare", weight)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'rare'");
    }

    /** 53 texts in batches of 7: eight batches make three steps, the last of two batches. */
    @Test
    void batchesOfAStepAreOneBatchOfAllTheirTexts() {
        int[] lengths = SmallTask.examples(53, 21).tokens().lengths();
        List<int[]> small = new BatchSampler(lengths, new Batching(7, 0, false), 3).epoch(1);
        List<int[]> large = new BatchSampler(lengths, new Batching(21, 0, false), 3).epoch(1);
        assertThat(small).hasSize(8);
        List<int[]> steps = accumulating(3).accumulated(small);
        assertThat(steps).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(steps.get(i)).as("step %d", i).isEqualTo(large.get(i));
        }
    }

    /** Dropout, weights of classes and texts of unlike lengths included. */
    @ParameterizedTest(name = "{0} parts")
    @ValueSource(ints = {2, 3, 7, 41})
    void aStepInPartsIsAStepOfTheWhole(int parts) {
        float[] before = model().parameters().values();
        Stepped whole = steps(1);
        Stepped accumulated = steps(parts);
        assertClose("losses", accumulated.losses, whole.losses, 1e-6);
        assertClose("gradient norms", accumulated.norms, whole.norms, 1e-5);
        double[] moved = new double[before.length];
        float[] movedInParts = new float[before.length];
        for (int i = 0; i < before.length; i++) {
            moved[i] = whole.weights[i] - before[i];
            movedInParts[i] = accumulated.weights[i] - before[i];
        }
        assertClose("steps", movedInParts, moved, 1e-3);
    }

    private record Stepped(double[] losses, double[] norms, float[] weights) {}

    private static TransformerModel model() {
        TransformerModel model = Models.classifier(SmallTask.encoder(0.2f), 2, Backend.best());
        model.initialize(5);
        return model;
    }

    /** Plain gradient descent would need no epsilon; a large one keeps Adam from making steps of rounding. */
    private static Stepped steps(int parts) {
        TransformerModel model = model();
        LabelledTokens data = SmallTask.examples(31, 11);
        ClassLoss loss = new ClassLoss(new float[] {2f, 0.75f}, 0.1f);
        double[] losses = new double[3];
        double[] norms = new double[losses.length];
        try (WorkerPool pool = new WorkerPool(2)) {
            model.refresh(pool);
            DataParallel parallel = new DataParallel(model, pool, 2, parts, Frozen.NONE);
            Adam adam = new Adam(
                    new Adam.Settings(0.9, 0.999, 1e-2, 0.01),
                    model.parameters(),
                    model.backend().kernels(),
                    tensor -> ParameterGroups.ALIKE.group(model, tensor));
            for (int i = 0; i < losses.length; i++) {
                TrainingBatch batch = TrainingBatch.firstTokens(data.tokens(), loss.targets(data.labels()));
                DataParallel.Outcome outcome = parallel.step(batch, adam, 1e-2, 1, 3);
                losses[i] = outcome.loss();
                norms[i] = outcome.gradientNorm();
            }
        }
        return new Stepped(losses, norms, model.parameters().values());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(ints = {0, -1, 65537})
    void aStepHasAtLeastOneBatch(int batches) {
        assertThatThrownBy(() -> accumulating(batches))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found " + batches);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void wordDropoutIsAShare(double share) {
        assertThatThrownBy(() -> hiding(share))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found " + share);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void whatStaysOfAnAverageIsAShare(double decay) {
        assertThatThrownBy(() -> averaging(decay))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found " + decay);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void smoothingIsAShare(double smoothing) {
        assertThatThrownBy(() -> objective(ClassWeights.EQUAL, smoothing))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found " + smoothing);
    }
}
