package dev.valence.model;

import static dev.valence.compute.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.compute.Backend;
import dev.valence.compute.NamedTensor;
import dev.valence.compute.WorkerPool;
import dev.valence.tokenize.TokenBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The model computes what the same model in JAX and Haiku computes: logits to 1e-5, gradients to 1e-4. */
class HaikuAgreementTest {
    private final HaikuReference reference = new HaikuReference();

    static List<Arguments> backends() {
        return Backend.all().stream()
                .map(backend -> Arguments.of(backend.gemm().name(), backend))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backends")
    void classifierLogits(String name, Backend backend) {
        TransformerModel model = model(backend, 2, "classifier_params");
        Workspace workspace = model.inferenceWorkspace();
        model.forward(workspace, Pass.firstTokens(reference.texts()));
        assertClose("logits", workspace.logits(), reference.numbers("classifier_logits"), 1e-5);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backends")
    void gradientsOfTheFirstStep(String name, Backend backend) {
        TransformerModel model = model(backend, 2, "classifier_params");
        Workspace workspace = model.trainingWorkspace();
        TokenBatch texts = reference.texts();
        CrossEntropy.Result result =
                model.forwardBackward(workspace, Pass.firstTokens(texts), reference.labels(), 1f / texts.texts());
        double expected = reference.numbers("classifier_train", "losses")[0];
        assertThat(result.loss() / texts.texts()).isCloseTo(expected, Offset.offset(1e-5 * expected));

        Map<String, double[]> gradients = reference.tensors("classifier_train", "grads_step0");
        double largest = gradients.values().stream()
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElseThrow();
        for (NamedTensor tensor :
                model.parameters().tensors(workspace.gradients().values())) {
            float[] actual = Arrays.copyOfRange(tensor.values(), tensor.offset(), tensor.offset() + tensor.size());
            double[] wanted = gradients.remove(tensor.name());
            boolean vanishes = Arrays.stream(wanted).map(Math::abs).max().orElse(0) < 1e-6 * largest;
            if (vanishes) { // softmax does not see a shift of all scores: key biases have no gradient but rounding
                for (float g : actual) {
                    assertThat((double) Math.abs(g)).as(tensor.name()).isLessThan(1e-6 * largest);
                }
            } else {
                assertClose(tensor.name(), actual, wanted, 1e-4);
            }
        }
        assertThat(gradients).as("every reference gradient was compared").isEmpty();
    }

    private TransformerModel model(Backend backend, int classes, String parameters) {
        TransformerModel model = TransformerModel.classifier(reference.config(), classes, backend);
        HaikuReference.load(model.parameters(), reference.tensors(parameters));
        try (WorkerPool pool = new WorkerPool(1)) {
            model.refresh(pool);
        }
        return model;
    }
}
