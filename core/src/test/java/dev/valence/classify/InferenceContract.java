package dev.valence.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.compute.Backend;
import dev.valence.compute.WorkerPool;
import dev.valence.model.EncoderConfig;
import dev.valence.model.NormPlacement;
import dev.valence.model.Pass;
import dev.valence.model.PositionKind;
import dev.valence.model.TransformerModel;
import dev.valence.model.Workspace;
import dev.valence.tokenize.TokenBatch;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one text's logits must not depend on, with every backend. Wide enough that products are cut into strips. */
public interface InferenceContract {
    int VOCABULARY = 211;

    /** The backend. */
    Backend backend();

    @ParameterizedTest(name = "LayerNorm {0}")
    @EnumSource(NormPlacement.class)
    default void oneTextIsTheSameToTheBitForAnyNumberOfWorkers(NormPlacement norm) {
        TransformerModel model = TransformerModel.classifier(
                EncoderConfig.valence(VOCABULARY, 2, 3, 384, 768, 101, PositionKind.SINUSOIDAL, 0.1f, 1e-5f)
                        .withNorm(norm),
                5,
                backend());
        model.initialize(7);
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
                float[] expected = Arrays.copyOf(workspace.logits(), 5);
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

    private static int[] ids(int length) {
        int[] ids = new int[length];
        for (int i = 0; i < length; i++) {
            ids[i] = (i * 53 + length * 17) % VOCABULARY;
        }
        return ids;
    }
}
