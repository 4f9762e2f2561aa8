package dev.valence.internal.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.Concurrently;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.model.Models;
import dev.valence.internal.model.Pass;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.model.Workspace;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.train.NormPlacement;
import dev.valence.train.PositionKind;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text's logits must not depend on, with every backend. Wide enough that products are cut into strips. */
public interface InferenceContract {
    int VOCABULARY = 211;
    int CLASSES = 5;

    /** The backend. */
    Backend backend();

    @ParameterizedTest(name = "LayerNorm {0}")
    @EnumSource(NormPlacement.class)
    default void oneTextIsTheSameToTheBitForAnyNumberOfWorkers(NormPlacement norm) {
        TransformerModel model = model(norm);
        try (WorkerPool one = new WorkerPool(1);
                WorkerPool two = new WorkerPool(2);
                WorkerPool three = new WorkerPool(3)) {
            model.refresh(one);
            Workspace workspace = model.inferenceWorkspace();
            Inference alone = new Inference(model, one);
            Inference inTwos = new Inference(model, two);
            Inference inThrees = new Inference(model, three);
            for (int length : new int[] {1, 2, 11, 37, 101, 3}) {
                TokenBatch text = TokenBatch.of(ids(length));
                model.forward(workspace, Pass.firstTokens(text));
                float[] expected = Arrays.copyOf(workspace.logits(), CLASSES);
                assertThat(alone.logits(text)).as("%d tokens, 1 worker", length).isEqualTo(expected);
                assertThat(inTwos.logits(text))
                        .as("%d tokens, 2 workers", length)
                        .isEqualTo(expected);
                assertThat(inThrees.logits(text))
                        .as("%d tokens, 3 workers", length)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {1, 3})
    default void aTextIsTheSameToTheBitInAnyBatchAndInAnyCompany(int workers) throws InterruptedException {
        TransformerModel model = model(NormPlacement.AFTER);
        TokenBatch texts = TokenBatch.of(
                IntStream.range(0, 23).mapToObj(i -> ids(1 + i * 17 % 41)).toArray(int[][]::new));
        try (WorkerPool pool = new WorkerPool(workers);
                Inference inference = new Inference(model, pool)) {
            model.refresh(pool);
            float[][] alone = new float[texts.texts()][];
            for (int b = 0; b < alone.length; b++) {
                alone[b] = inference.logits(texts.select(new int[] {b}));
            }
            Concurrently.run(4, caller -> {
                for (int b = 0; b < alone.length; b += 1 + caller) {
                    int[] company = IntStream.range(b, Math.min(alone.length, b + 1 + 5 * caller))
                            .toArray();
                    float[] logits = inference.logits(texts.select(company));
                    for (int i = 0; i < company.length; i++) {
                        assertThat(Arrays.copyOfRange(logits, i * CLASSES, (i + 1) * CLASSES))
                                .as("text %d beside %d others, caller %d", company[i], company.length - 1, caller)
                                .isEqualTo(alone[company[i]]);
                    }
                }
            });
        }
    }

    @Test
    default void closingEndsEveryCallerWithAResultOrAnError() throws InterruptedException {
        TransformerModel model = model(NormPlacement.AFTER);
        TokenBatch texts =
                TokenBatch.of(IntStream.range(0, 13).mapToObj(i -> ids(7)).toArray(int[][]::new));
        try (WorkerPool pool = new WorkerPool(2)) {
            model.refresh(pool);
            Inference inference = new Inference(model, pool);
            float[] expected = inference.logits(texts);
            CountDownLatch begun = new CountDownLatch(4);
            Concurrently.run(5, caller -> {
                if (caller == 4) {
                    begun.await();
                    inference.close();
                    return;
                }
                begun.countDown();
                assertThatThrownBy(() -> {
                            while (true) {
                                assertThat(inference.logits(texts)).isEqualTo(expected);
                            }
                        })
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("the model is closed");
            });
        }
    }

    private TransformerModel model(NormPlacement norm) {
        TransformerModel model = Models.classifier(
                EncoderConfig.valence(VOCABULARY, 2, 3, 384, 768, 101, PositionKind.SINUSOIDAL, 0.1f, 1e-5f)
                        .withNorm(norm),
                CLASSES,
                backend());
        model.initialize(7);
        return model;
    }

    private static int[] ids(int length) {
        int[] ids = new int[length];
        for (int i = 0; i < length; i++) {
            ids[i] = (i * 53 + length * 17) % VOCABULARY;
        }
        return ids;
    }
}
