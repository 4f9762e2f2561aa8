package dev.valence.internal.model;

import static dev.valence.internal.compute.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.ReferenceJson;
import dev.valence.internal.compute.Activation;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.JavaBackends;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.train.NormPlacement;
import dev.valence.train.PositionKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With LayerNorm in front of the sublayers an encoder computes what PyTorch's does: tools/reference/pre_norm_small.py. */
class PreNormAgreementTest {
    private static final Path GOLDEN = Path.of("src/test/resources/reference/pre_norm/golden.json");
    private static final int CLASSES = 5;
    private static final EncoderConfig CONFIG = EncoderConfig.valence(
                    31, 2, 3, 12, 17, 11, PositionKind.SINUSOIDAL, 0f, 1e-5f)
            .withNorm(NormPlacement.BEFORE);

    static List<Arguments> backends() {
        return JavaBackends.all().stream()
                .map(backend -> Arguments.of(backend.gemm().name(), backend))
                .toList();
    }

    private static TransformerModel model(ReferenceJson golden, Backend backend) {
        TransformerModel model =
                TransformerModel.of(CONFIG, HeadConfig.normed(Activation.RELU, false), CLASSES, backend);
        ReferenceJson weights = golden.get("weights");
        assertThat(model.parameters().tensors().stream().map(NamedTensor::name))
                .containsExactlyInAnyOrderElementsOf(weights.keys());
        for (NamedTensor tensor : model.parameters().tensors()) {
            double[] values = weights.get(tensor.name()).numbers();
            assertThat(values).as(tensor.name()).hasSize(tensor.size());
            for (int i = 0; i < values.length; i++) {
                tensor.values()[tensor.offset() + i] = (float) values[i];
            }
        }
        try (WorkerPool pool = new WorkerPool(1)) {
            model.refresh(pool);
        }
        return model;
    }

    private static Pass pass(ReferenceJson golden) {
        TokenBatch texts = TokenBatch.of(
                golden.get("texts").list().stream().map(ReferenceJson::integers).toArray(int[][]::new));
        int[] rows = golden.get("rows").integers();
        int[] offsets = new int[texts.texts() + 1];
        for (int b = 0; b < texts.texts(); b++) {
            int end = texts.start(b) + texts.length(b);
            offsets[b + 1] = (int) Arrays.stream(rows).filter(row -> row < end).count();
        }
        return Pass.rows(texts, rows, offsets);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backends")
    void logits(String name, Backend backend) throws IOException {
        ReferenceJson golden = ReferenceJson.read(GOLDEN);
        TransformerModel model = model(golden, backend);
        Workspace workspace = model.inferenceWorkspace();
        model.forward(workspace, pass(golden));
        assertClose("logits", workspace.logits(), golden.get("logits").numbers(), 1e-5);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backends")
    void gradients(String name, Backend backend) throws IOException {
        ReferenceJson golden = ReferenceJson.read(GOLDEN);
        TransformerModel model = model(golden, backend);
        Workspace workspace = model.trainingWorkspace(Frozen.NONE);
        int[] targets = golden.get("targets").integers();
        CrossEntropy.Result result =
                model.forwardBackward(workspace, pass(golden), new Targets.OneClass(targets), 1f / targets.length);
        double expected = golden.get("loss").number();
        assertThat(result.loss() / targets.length).isCloseTo(expected, Offset.offset(1e-5 * expected));
        for (NamedTensor tensor :
                model.parameters().tensors(workspace.gradients().values())) {
            if (!tensor.name().endsWith("key.bias")) { // softmax does not see a shift of all scores: rounding only
                float[] actual = Arrays.copyOfRange(tensor.values(), tensor.offset(), tensor.offset() + tensor.size());
                assertClose(
                        tensor.name(),
                        actual,
                        golden.get("gradients").get(tensor.name()).numbers(),
                        1e-4);
            }
        }
    }
}
