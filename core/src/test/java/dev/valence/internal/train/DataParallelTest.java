package dev.valence.internal.train;

import static dev.valence.internal.compute.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.JavaBackends;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.model.Frozen;
import dev.valence.internal.model.Models;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.train.PositionKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataParallelTest {
    private static final int STEPS = 7;

    static List<Arguments> backends() {
        return JavaBackends.all().stream()
                .map(backend -> Arguments.of(backend.gemm().name(), backend))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backends")
    void weightsAreTheSameToTheBitWhateverTheNumberOfWorkers(String name, Backend backend) {
        float[] one = train(backend, 1, 3, 0.1f);
        assertThat(train(backend, 2, 3, 0.1f)).isEqualTo(one);
        assertThat(train(backend, 5, 3, 0.1f)).isEqualTo(one);
        assertThat(train(backend, 2, 3, 0.1f)).isEqualTo(one);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backends")
    void shardsDoNotChangeTheGradientButForRounding(String name, Backend backend) {
        float[] whole = train(backend, 1, 1, 0.2f);
        double[] expected =
                IntStream.range(0, whole.length).mapToDouble(i -> whole[i]).toArray();
        assertClose("weights", train(backend, 2, 4, 0.2f), expected, 1e-3);
    }

    @Test
    void seedsAndDropoutMatter() {
        float[] weights = train(Backend.best(), 2, 2, 0.1f);
        assertThat(train(Backend.best(), 2, 2, 0f)).isNotEqualTo(weights);
    }

    private static float[] train(Backend backend, int threads, int shards, float dropout) {
        LabelledTokens data = SmallTask.examples(31, 11);
        try (WorkerPool pool = new WorkerPool(threads)) {
            TransformerModel model = Models.classifier(SmallTask.encoder(dropout), 2, backend);
            model.initialize(5);
            model.refresh(pool);
            DataParallel parallel = new DataParallel(model, pool, shards, 1, Frozen.NONE);
            Adam adam = adam(model);
            for (int i = 0; i < STEPS; i++) {
                // a small epsilon-to-gradient ratio would turn rounding of vanishing gradients into whole steps of Adam
                parallel.step(TrainingBatch.firstTokens(data.tokens(), data.labels()), adam, 1e-4, 1, 3);
            }
            return model.parameters().values().clone();
        }
    }

    /** What a step allocates is lists of texts and a few objects, never an array of activations. */
    @Test
    void aWarmStepAllocatesNoActivations() {
        LabelledTokens data = SmallTask.examples(31, 11);
        int width = 210;
        EncoderConfig config =
                EncoderConfig.valence(SmallTask.VOCABULARY, 2, 2, width, 331, 13, PositionKind.LEARNED, 0.1f, 1e-5f);
        try (WorkerPool pool = new WorkerPool(2)) {
            TransformerModel model = Models.classifier(config, 2, Backend.scalar());
            model.initialize(5);
            model.refresh(pool);
            DataParallel parallel = new DataParallel(model, pool, 2, 1, Frozen.NONE);
            Adam adam = adam(model);
            for (int i = 0; i < TrainingProfile.WARM_UP_STEPS; i++) {
                parallel.step(TrainingBatch.firstTokens(data.tokens(), data.labels()), adam, 1e-4, 1, 3);
            }
            assertThat(parallel.profile().bytesPerStep())
                    .as("before it is warm")
                    .isEmpty();
            for (int i = 0; i < STEPS; i++) {
                parallel.step(TrainingBatch.firstTokens(data.tokens(), data.labels()), adam, 1e-4, 1, 3);
            }
            int smallest = data.tokens().tokens() / 2 * width * Float.BYTES; // of a shard, [T / 2, D]
            assertThat(parallel.profile().bytesPerStep()).isPresent();
            assertThat(parallel.profile().bytesPerStep().getAsLong()).isLessThan(smallest / 2);
        }
    }

    private static Adam adam(TransformerModel model) {
        return new Adam(
                Adam.Settings.withWeightDecay(0.01),
                model.parameters(),
                model.backend().kernels(),
                tensor -> ParameterGroups.ALIKE.group(model, tensor));
    }

    @ParameterizedTest(name = "{0} shards")
    @ValueSource(ints = {1, 2, 3, 7})
    void cutsBetweenTextsIntoAboutEqualTokens(int shards) {
        TokenBatch batch = SmallTask.examples(53, 12).tokens();
        int[] cuts = DataParallel.cut(batch, shards);
        assertThat(cuts).startsWith(0).endsWith(batch.texts()).isSorted();
        for (int s = 0; s < shards; s++) {
            int tokens = batch.offsets()[cuts[s + 1]] - batch.offsets()[cuts[s]];
            assertThat(tokens)
                    .as("tokens of shard %d", s)
                    .isBetween(batch.tokens() / shards - 13, batch.tokens() / shards + 13);
        }
    }

    @Test
    void moreShardsThanTextsLeaveSomeEmpty() {
        TokenBatch batch = SmallTask.examples(2, 13).tokens();
        int[] cuts = DataParallel.cut(batch, 5);
        assertThat(cuts).hasSize(6).startsWith(0).endsWith(2).isSorted();
        assertThat(Arrays.stream(cuts).distinct().count()).isEqualTo(3);
    }
}
