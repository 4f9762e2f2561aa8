package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.CounterRandom;
import dev.valence.internal.compute.Kernels.AdamStep;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.Frozen;
import dev.valence.internal.model.Models;
import dev.valence.internal.model.Pass;
import dev.valence.internal.model.Targets;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.model.Workspace;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterGroupsTest {
    private static final int LAYERS = 2; // those of SmallTask

    private static TransformerModel model() {
        TransformerModel model = Models.classifier(SmallTask.encoder(0.1f), 2, Backend.best());
        model.initialize(5);
        try (WorkerPool pool = new WorkerPool(1)) {
            model.refresh(pool);
        }
        return model;
    }

    private static Adam adam(TransformerModel model, ParameterGroups groups) {
        return new Adam(
                Adam.Settings.withWeightDecay(0.1),
                model.parameters(),
                model.backend().kernels(),
                tensor -> groups.group(model, tensor));
    }

    /** By its name: 0 for the embeddings, 1 and 2 for the layers, 3 for the head. */
    private static int depth(String tensor) {
        List<String> prefixes = List.of("embeddings.", "encoder.layers.0.", "encoder.layers.1.", "head.");
        return prefixes.indexOf(
                prefixes.stream().filter(tensor::startsWith).findFirst().orElseThrow());
    }

    private static float[] values(NamedTensor tensor) {
        return Arrays.copyOfRange(tensor.values(), tensor.offset(), tensor.offset() + tensor.size());
    }

    private static boolean frozen(String tensor, int layers, boolean embeddings) {
        return depth(tensor) == 0 ? embeddings : depth(tensor) <= layers;
    }

    @ParameterizedTest(name = "{0} layers, embeddings {1}")
    @CsvSource({"0, false", "1, false", "2, false", "0, true", "1, true", "2, true"})
    void whatIsFrozenStaysTheSameToTheBitAndTheRestLearns(int layers, boolean embeddings) {
        TransformerModel model = model();
        float[] before = model.parameters().values().clone();
        ParameterGroups groups = new ParameterGroups(new Frozen(layers, embeddings), 1, true);
        LabelledTokens data = SmallTask.examples(31, 11);
        try (WorkerPool pool = new WorkerPool(2)) {
            DataParallel parallel = new DataParallel(model, pool, 3, 1, groups.frozen());
            Adam adam = adam(model, groups);
            for (int i = 0; i < 3; i++) {
                parallel.step(TrainingBatch.firstTokens(data.tokens(), data.labels()), adam, 1e-2, 1, 3);
            }
        }
        for (NamedTensor tensor : model.parameters().tensors()) {
            float[] old = Arrays.copyOfRange(before, tensor.offset(), tensor.offset() + tensor.size());
            if (frozen(tensor.name(), layers, embeddings)) {
                assertThat(values(tensor)).as(tensor.name()).isEqualTo(old);
            } else {
                assertThat(values(tensor)).as(tensor.name()).isNotEqualTo(old);
            }
        }
    }

    /** So clipping sees what is trained, whatever else there is. */
    @ParameterizedTest(name = "{0} layers, embeddings {1}")
    @CsvSource({"1, false", "2, false", "0, true", "1, true", "2, true"})
    void gradientsOfWhatIsFrozenAreZeroAndTheOthersTheSame(int layers, boolean embeddings) {
        TransformerModel model = model();
        Workspace all = model.trainingWorkspace(Frozen.NONE);
        Workspace some = model.trainingWorkspace(new Frozen(layers, embeddings));
        LabelledTokens data = SmallTask.examples(31, 11);
        Pass pass = Pass.firstTokens(data.tokens()).training(3, 1, 0, 0);
        model.forwardBackward(all, pass, new Targets.OneClass(data.labels()), 1f / data.size());
        model.forwardBackward(some, pass, new Targets.OneClass(data.labels()), 1f / data.size());
        List<NamedTensor> expected = model.parameters().tensors(all.gradients().values());
        List<NamedTensor> found = model.parameters().tensors(some.gradients().values());
        for (int i = 0; i < expected.size(); i++) {
            String name = expected.get(i).name();
            float[] gradient = values(expected.get(i));
            float[] wanted = frozen(name, layers, embeddings) ? new float[gradient.length] : gradient;
            assertThat(values(found.get(i))).as(name).isEqualTo(wanted);
        }
    }

    /**
     * The first step of AdamW: both corrected moments are those of the gradient alone, but for 0.999 in float, whose
     * complement is off by a share of 1.3e-5 and its root by half of that.
     */
    @ParameterizedTest(name = "biases decay: {0}")
    @ValueSource(booleans = {false, true})
    void aLayersRateAndDecayAreThoseOfItsDepth(boolean decayBiases) {
        TransformerModel model = model();
        double layerDecay = 0.7;
        double rate = 0.03;
        Adam adam = adam(model, new ParameterGroups(Frozen.NONE, layerDecay, decayBiases));
        CounterRandom random = new CounterRandom(17, 0);
        float[] values = model.parameters().values();
        float[] gradients = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            gradients[i] = random.below(2001, i) / 1000f - 1;
        }
        float[] before = values.clone();
        AdamStep step = adam.next(rate, 1);
        for (int task = 0; task < adam.tasks(); task++) {
            adam.update(step, task, gradients);
        }
        for (NamedTensor tensor : model.parameters().tensors()) {
            double own = rate * Math.pow(layerDecay, LAYERS + 1 - depth(tensor.name()));
            boolean decays = decayBiases || !tensor.name().matches(".*(bias|scale)");
            for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
                double direction = gradients[i] / (Math.abs(gradients[i]) + 1e-8);
                double wanted = before[i] - own * (direction + (decays ? 0.1 * before[i] : 0));
                assertThat((double) values[i]).as(tensor.name()).isCloseTo(wanted, Offset.offset(2e-7 + 1e-5 * own));
            }
        }
    }

    @Test
    void moreLayersThanThereAreCannotBeFrozen() {
        ParameterGroups groups = new ParameterGroups(new Frozen(LAYERS + 1, false), 1, false);
        assertThatThrownBy(() -> groups.check(model()))
                .isInstanceOf(InputException.class)
                .hasMessage("at most 2 layers can be frozen, those of the model, found 3; freeze fewer");
    }

    @Test
    void embeddingsThatTheHeadPredictsWithCannotBeFrozen() {
        TransformerModel tied = Models.maskedLanguage(SmallTask.encoder(0f), true, Backend.best());
        assertThatThrownBy(() -> new ParameterGroups(new Frozen(0, true), 1, false).check(tied))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("untie the head");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {0, -0.5, 1.5, Double.NaN})
    void aLayerDecayIsAShare(double decay) {
        assertThatThrownBy(() -> new ParameterGroups(Frozen.NONE, decay, false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found " + decay);
    }
}
