package dev.valence.internal.transformer;

import static dev.valence.internal.compute.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.JavaBackends;
import dev.valence.internal.model.CrossEntropy;
import dev.valence.internal.model.Frozen;
import dev.valence.internal.model.Pass;
import dev.valence.internal.model.Targets;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.model.Workspace;
import dev.valence.internal.tokenize.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of Hugging Face's families compute what PyTorch computes of them: logits to 1e-5, gradients to 1e-4. */
class HuggingFaceAgreementTest {
    static List<Arguments> models() {
        List<Arguments> cases = new ArrayList<>();
        for (List<String> names : List.of(HuggingFaceReference.NAMES, HuggingFaceReference.OTHER_PROBLEMS)) {
            for (String name : names) {
                for (Backend backend : JavaBackends.all()) {
                    cases.add(Arguments.of(name, backend.gemm().name(), backend));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("models")
    void logits(String name, String provider, Backend backend) {
        assertLogits(new HuggingFaceReference(name), backend);
    }

    /** RoBERTa alone does not count it among the places. */
    @ParameterizedTest
    @FieldSource("dev.valence.internal.transformer.HuggingFaceReference#NAMES")
    void logitsOfTextsWithPaddingInside(String name) {
        assertLogits(HuggingFaceReference.paddingInside(name), Backend.best());
    }

    private static void assertLogits(HuggingFaceReference reference, Backend backend) {
        TransformerModel model = reference.model(backend);
        Workspace workspace = model.inferenceWorkspace();
        TokenBatch texts = reference.texts();
        boolean everyToken = model.head().tied();
        int[] all = IntStream.range(0, texts.tokens()).toArray();
        model.forward(workspace, everyToken ? Pass.rows(texts, all, texts.offsets()) : Pass.firstTokens(texts));
        assertClose("logits", workspace.logits(), reference.logits(), 1e-5);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("models")
    void gradientsOfTheFirstStep(String name, String provider, Backend backend) {
        assertGradients(new HuggingFaceReference(name), backend);
    }

    /** Neither the embedding nor the position of padding learns from them. */
    @ParameterizedTest
    @ValueSource(strings = {"roberta", "roberta_mlm"})
    void gradientsOfTextsWithPaddingInside(String name) {
        assertGradients(HuggingFaceReference.paddingInside(name), Backend.best());
    }

    private static void assertGradients(HuggingFaceReference reference, Backend backend) {
        TransformerModel model = reference.model(backend);
        Workspace workspace = model.trainingWorkspace(Frozen.NONE);
        Targets targets = reference.targets();
        CrossEntropy.Result result = model.forwardBackward(workspace, reference.pass(), targets, 1f / targets.rows());
        double expected = reference.training("losses")[0];
        assertThat(result.loss() / targets.rows()).isCloseTo(expected, Offset.offset(1e-5 * expected));

        Map<String, double[]> wanted = reference.tensors("grads_step0");
        double largest = wanted.values().stream()
                .flatMapToDouble(Arrays::stream)
                .map(Math::abs)
                .max()
                .orElseThrow();
        reference.stored(model, workspace.gradients().values()).forEach((tensor, actual) -> {
            double[] gradient = wanted.remove(tensor);
            assertThat(gradient).as(tensor).isNotNull();
            if (Arrays.stream(gradient).map(Math::abs).max().orElse(0) < 1e-6 * largest) {
                // softmax does not see a shift of all scores: key biases have no gradient but rounding
                for (float g : actual) {
                    assertThat((double) Math.abs(g)).as(tensor).isLessThan(1e-6 * largest);
                }
            } else {
                assertClose(tensor, actual, gradient, 1e-4);
            }
        });
        assertThat(wanted).as("every reference gradient was compared").isEmpty();
    }
}
