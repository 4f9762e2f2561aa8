package dev.valence.internal.train;

import static dev.valence.internal.compute.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.JavaBackends;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.Frozen;
import dev.valence.internal.model.HaikuReference;
import dev.valence.internal.model.Models;
import dev.valence.internal.model.Targets;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.tokenize.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten steps of clipping and Adam end where Optax's ten steps end, however the batch is cut. */
class HaikuTrainingTest {
    private static final int STEPS = 10;
    private final HaikuReference reference = new HaikuReference();

    static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Backend backend : JavaBackends.all()) {
            for (int shards : new int[] {1, 2, 7}) {
                cases.add(Arguments.of(backend.gemm().name(), backend, shards));
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0} shards={2}")
    @MethodSource("cases")
    void tenStepsOfTheClassifier(String name, Backend backend, int shards) {
        TransformerModel model = Models.classifier(reference.config(), 2, backend);
        HaikuReference.load(model.parameters(), reference.tensors("classifier_params"));
        check(
                model,
                TrainingBatch.firstTokens(reference.texts(), reference.labels()),
                shards,
                "classifier_train",
                1e-5);
    }

    @ParameterizedTest(name = "{0} shards={2}")
    @MethodSource("cases")
    void tenStepsOfTheMaskedLanguageModel(String name, Backend backend, int shards) {
        TransformerModel model = Models.maskedLanguage(reference.config(), false, backend);
        HaikuReference.load(model.parameters(), reference.maskedParameters());
        // ten steps of 5e-3 carry some activations over ReLU's kink a rounding apart: the gradients' own tolerance
        check(model, masked(), shards, "mlm_train", 1e-4);
    }

    private TrainingBatch masked() {
        TokenBatch texts = reference.maskedTexts();
        int[] targets = reference.maskedTargets();
        int[] rows =
                IntStream.range(0, targets.length).filter(t -> targets[t] >= 0).toArray();
        int[] offsets = Arrays.stream(texts.offsets())
                .map(start ->
                        (int) Arrays.stream(rows).filter(row -> row < start).count())
                .toArray();
        return new TrainingBatch(
                texts,
                rows,
                offsets,
                new Targets.OneClass(
                        Arrays.stream(rows).map(row -> targets[row]).toArray()));
    }

    private void check(TransformerModel model, TrainingBatch batch, int shards, String run, double normTolerance) {
        try (WorkerPool pool = new WorkerPool(2)) {
            model.refresh(pool);
            DataParallel parallel = new DataParallel(model, pool, shards, 1, Frozen.NONE);
            Adam adam = new Adam(
                    Adam.Settings.withWeightDecay(0),
                    model.parameters(),
                    model.backend().kernels(),
                    tensor -> ParameterGroups.ALIKE.group(model, tensor));
            double[] losses = new double[STEPS];
            double[] norms = new double[STEPS];
            for (int i = 0; i < STEPS; i++) {
                DataParallel.Outcome outcome = parallel.step(batch, adam, 5e-3, 1, 1);
                losses[i] = outcome.loss();
                norms[i] = outcome.gradientNorm();
            }
            double[] expected = reference.numbers(run, "losses");
            for (int i = 0; i < STEPS; i++) {
                assertThat(losses[i])
                        .as("loss of step %d", i)
                        .isCloseTo(expected[i], Offset.offset(1e-5 * expected[i]));
            }
            assertClose("gradient norms", norms, reference.numbers(run, "grad_norms"), normTolerance);
            Map<String, double[]> after = reference.tensors(run, "params_after_10");
            // softmax does not see a shift of all scores, so key biases get no gradient but rounding, which Adam makes
            // large
            model.parameters().tensors().stream()
                    .filter(tensor -> !tensor.name().endsWith("attention.key.bias"))
                    .forEach(tensor -> assertClose(
                            tensor.name(),
                            Arrays.copyOfRange(tensor.values(), tensor.offset(), tensor.offset() + tensor.size()),
                            after.get(tensor.name()),
                            1e-4));
        }
    }
}
