package dev.valence.internal.model;

import static dev.valence.internal.compute.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.JavaBackends;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.train.PositionKind;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A tied head is an untied one whose matrix happens to be the transpose of the embeddings; losses go block by block. */
class MaskedLanguageHeadTest {
    private static final int VOCABULARY = 61;
    private static final int WIDTH = 22;
    private static final EncoderConfig CONFIG =
            EncoderConfig.valence(VOCABULARY, 2, 2, WIDTH, 29, 13, PositionKind.LEARNED, 0f, 1e-5f);
    private static final TokenBatch TEXTS =
            TokenBatch.of(new int[] {1, 7, 60, 3, 2}, new int[] {1, 2}, new int[] {1, 9, 9, 0, 31, 17, 2});
    private static final int[] ROWS = {1, 3, 8, 9, 12};
    private static final int[] OFFSETS = {0, 2, 2, 5};
    private static final int[] TARGETS = {4, 60, 9, 0, 33};

    static List<Arguments> backends() {
        return JavaBackends.all().stream()
                .map(backend -> Arguments.of(backend.gemm().name(), backend))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backends")
    void tiedIsUntiedWithTransposedEmbeddings(String name, Backend backend) {
        TransformerModel tied = Models.maskedLanguage(CONFIG, true, backend);
        TransformerModel untied = Models.maskedLanguage(CONFIG, false, backend);
        tied.initialize(3);
        randomizeBiases(tied);
        copyTransposed(tied, untied);
        refresh(tied);
        refresh(untied);

        Workspace one = tied.trainingWorkspace(Frozen.NONE);
        Workspace other = untied.trainingWorkspace(Frozen.NONE);
        Pass pass = Pass.rows(TEXTS, ROWS, OFFSETS);
        CrossEntropy.Result loss = tied.forwardBackward(one, pass, new Targets.OneClass(TARGETS), 0.2f);
        CrossEntropy.Result expected = untied.forwardBackward(other, pass, new Targets.OneClass(TARGETS), 0.2f);
        assertThat(loss.loss()).isCloseTo(expected.loss(), Offset.offset(1e-5 * expected.loss()));
        assertThat(loss.correct()).isEqualTo(expected.correct());

        Map<String, double[]> gradients = values(untied, other.gradients().values());
        double[] embedding = gradients.get("embeddings.token");
        double[] projection = gradients.remove("head.output.kernel");
        for (int v = 0; v < VOCABULARY; v++) {
            for (int d = 0; d < WIDTH; d++) {
                embedding[v * WIDTH + d] += projection[d * VOCABULARY + v];
            }
        }
        values(tied, one.gradients().values()).forEach((tensor, actual) -> {
            double[] wanted = gradients.remove(tensor);
            if (!tensor.endsWith("key.bias")) { // softmax does not see a shift of all scores: rounding only
                assertClose(tensor, actual, wanted, 1e-4);
            }
        });
        assertThat(gradients).as("every gradient was compared").isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("backends")
    void theLossOfManyRowsIsTheSumOfTheirLosses(String name, Backend backend) {
        EncoderConfig wide = EncoderConfig.valence(700_001, 1, 1, 4, 5, 13, PositionKind.NONE, 0f, 1e-5f);
        TransformerModel model = Models.maskedLanguage(wide, false, backend); // a block holds two rows
        model.initialize(5);
        refresh(model);
        Workspace workspace = model.inferenceWorkspace();
        CrossEntropy.Result whole =
                model.loss(workspace, Pass.rows(TEXTS, ROWS, OFFSETS), new Targets.OneClass(TARGETS));
        double sum = IntStream.range(0, ROWS.length)
                .mapToDouble(i -> {
                    int text = i < 2 ? 0 : 2;
                    int[] offsets = IntStream.rangeClosed(0, 3)
                            .map(b -> b > text ? 1 : 0)
                            .toArray();
                    Pass one = Pass.rows(TEXTS, new int[] {ROWS[i]}, offsets);
                    return model.loss(workspace, one, new Targets.OneClass(new int[] {TARGETS[i]}))
                            .loss();
                })
                .sum();
        assertThat(whole.loss()).isCloseTo(sum, Offset.offset(1e-6 * sum));
        Workspace training = model.trainingWorkspace(Frozen.NONE);
        CrossEntropy.Result trained =
                model.forwardBackward(training, Pass.rows(TEXTS, ROWS, OFFSETS), new Targets.OneClass(TARGETS), 0.2f);
        assertThat(trained).isEqualTo(whole);
    }

    private static void randomizeBiases(TransformerModel model) {
        model.parameters().tensors().stream()
                .filter(tensor -> tensor.name().equals("head.output.bias"))
                .forEach(tensor -> IntStream.range(0, tensor.size())
                        .forEach(i -> tensor.values()[tensor.offset() + i] = (i % 7 - 3) * 0.1f));
    }

    private static void copyTransposed(TransformerModel tied, TransformerModel untied) {
        Map<String, double[]> from = values(tied, tied.parameters().values());
        for (NamedTensor tensor : untied.parameters().tensors()) {
            boolean projection = tensor.name().equals("head.output.kernel");
            double[] source = from.get(projection ? "embeddings.token" : tensor.name());
            for (int i = 0; i < tensor.size(); i++) {
                int at = projection ? (i % VOCABULARY) * WIDTH + i / VOCABULARY : i;
                tensor.values()[tensor.offset() + i] = (float) source[at];
            }
        }
    }

    private static Map<String, double[]> values(TransformerModel model, float[] arena) {
        Function<NamedTensor, double[]> copy = tensor -> IntStream.range(0, tensor.size())
                .mapToDouble(i -> tensor.values()[tensor.offset() + i])
                .toArray();
        return model.parameters().tensors(arena).stream().collect(Collectors.toMap(NamedTensor::name, copy));
    }

    private static void refresh(TransformerModel model) {
        try (WorkerPool pool = new WorkerPool(1)) {
            model.refresh(pool);
        }
    }
}
