package dev.valence.internal.model;

import static dev.valence.internal.compute.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.ReferenceJson;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.Kernels;
import dev.valence.internal.compute.Numbers;
import dev.valence.internal.model.Targets.Distilled;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loss and gradient against PyTorch, against differences of the formula, and against cross entropy where they are the same. */
class DistillationLossTest {
    private static final Kernels KERNELS = Backend.best().kernels();
    private static final int ROWS = 3;
    private static final int CLASSES = 5;
    private static final int[] LABELS = {2, -1, 4};
    private static final long SEED = 29;

    /** Logits that become their own gradient, and the loss. */
    private record Outcome(float[] gradient, CrossEntropy.Result result) {
        static Outcome of(Targets targets, float[] logits, float factor) {
            float[] gradient = logits.clone();
            return new Outcome(gradient, targets.gradient(KERNELS, targets.rows(), CLASSES, gradient, 0, factor));
        }
    }

    private static float[] logits(long seed) {
        float[] logits = Numbers.floats(Numbers.normal(ROWS * CLASSES, seed));
        for (int i = 0; i < logits.length; i++) {
            logits[i] *= 3;
        }
        return logits;
    }

    /** Results of PyTorch 2.13.0's kl_div and cross_entropy, see tools/reference/distillation_loss.py. */
    static List<ReferenceJson> references() throws IOException {
        return ReferenceJson.read(Path.of("src/test/resources/reference/distillation.json"))
                .list();
    }

    @ParameterizedTest
    @MethodSource("references")
    void isThatOfPyTorch(ReferenceJson reference) {
        double temperature = reference.get("temperature").number();
        double alpha = reference.get("alpha").number();
        Targets targets = new Distilled(
                Numbers.floats(reference.get("teacher").flatNumbers()),
                reference.get("labels").integers(),
                temperature,
                alpha);
        Outcome outcome =
                Outcome.of(targets, Numbers.floats(reference.get("student").flatNumbers()), 1f);
        double loss = reference.get("loss").number();
        String name = "temperature " + temperature + ", alpha " + alpha;
        assertThat(outcome.result().loss()).as(name).isCloseTo(loss, Offset.offset(1e-12 * loss));
        // single precision keeps seven digits of the gradient
        assertClose(name, outcome.gradient(), reference.get("gradient").flatNumbers(), 1e-6);
    }

    @ParameterizedTest(name = "temperature {0}, alpha {1}")
    @CsvSource({"1, 0.5", "2, 0.5", "2, 1", "5, 0.9", "0.7, 0.3", "3, 0"})
    void theGradientIsThatOfTheFormula(double temperature, double alpha) {
        float[] student = logits(SEED);
        float[] teacher = logits(SEED + 1);
        double[] z = new double[student.length];
        Arrays.setAll(z, i -> student[i]);
        double[] expected = Numbers.centralDifferences(z, x -> formula(x, teacher, temperature, alpha));
        Outcome outcome = Outcome.of(new Distilled(teacher, LABELS, temperature, alpha), student, 1f);
        double loss = formula(z, teacher, temperature, alpha);
        assertThat(outcome.result().loss()).isCloseTo(loss, Offset.offset(1e-12 * Math.max(1, loss)));
        assertClose("gradient, seed " + SEED, outcome.gradient(), expected, 1e-6);
    }

    /** The definition, row by row, with probabilities instead of logarithms. */
    private static double formula(double[] z, float[] teacher, double temperature, double alpha) {
        double loss = 0;
        for (int r = 0; r < ROWS; r++) {
            double kl = 0;
            for (int c = 0; c < CLASSES; c++) {
                double p = probability(i -> teacher[i], r, c, temperature);
                kl += p * Math.log(p / probability(i -> z[i], r, c, temperature));
            }
            loss += alpha * temperature * temperature * kl;
            if (LABELS[r] >= 0) {
                loss -= (1 - alpha) * Math.log(probability(i -> z[i], r, LABELS[r], 1));
            }
        }
        return loss;
    }

    private static double probability(IntToDoubleFunction logits, int row, int c, double temperature) {
        double sum = 0;
        for (int i = 0; i < CLASSES; i++) {
            sum += Math.exp(logits.applyAsDouble(row * CLASSES + i) / temperature);
        }
        return Math.exp(logits.applyAsDouble(row * CLASSES + c) / temperature) / sum;
    }

    @ParameterizedTest(name = "alpha {0}")
    @ValueSource(doubles = {0, 0.5, 1})
    void aTeacherThatIsSureOfTheLabelsIsCrossEntropy(double alpha) {
        int[] labels = {2, 0, 4};
        float[] sure = new float[ROWS * CLASSES];
        for (int r = 0; r < ROWS; r++) {
            sure[r * CLASSES + labels[r]] = 1e4f; // e to the -10,000 is 0
        }
        float[] student = logits(SEED);
        Outcome expected = Outcome.of(new Targets.OneClass(labels), student, 0.25f);
        Outcome outcome = Outcome.of(new Distilled(sure, labels, 1, alpha), student, 0.25f);
        assertThat(outcome.result().loss()).isCloseTo(expected.result().loss(), Offset.offset(1e-6));
        assertThat(outcome.result().correct()).isEqualTo(expected.result().correct());
        assertThat(outcome.gradient()).containsExactly(expected.gradient(), Offset.offset(1e-7f));
    }

    @ParameterizedTest(name = "rows {0} to {1}")
    @CsvSource({"0, 1", "1, 3", "2, 3", "0, 3", "1, 1"})
    void aSliceHasTheRowsOfTheWhole(int from, int to) {
        float[] student = logits(SEED);
        Distilled whole = new Distilled(logits(SEED + 1), LABELS, 2, 0.7);
        float[] part = Arrays.copyOfRange(student, from * CLASSES, to * CLASSES);
        float[] gradient = Outcome.of(whole, student, 1f).gradient();
        assertThat(Outcome.of(whole.slice(from, to), part, 1f).gradient())
                .isEqualTo(Arrays.copyOfRange(gradient, from * CLASSES, to * CLASSES));
    }
}
