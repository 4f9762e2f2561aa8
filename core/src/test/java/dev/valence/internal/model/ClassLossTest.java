package dev.valence.internal.model;

import static dev.valence.internal.compute.Numbers.assertClose;
import static dev.valence.internal.compute.Numbers.centralDifferences;
import static dev.valence.internal.compute.Numbers.floats;
import static dev.valence.internal.compute.Numbers.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.internal.compute.Backend;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassLossTest {
    private static final int CLASSES = 3;
    private static final double[] LOGITS = {
        0.5, -1.25, 2.0, -0.75, 0.25, 0.125, 3.0, 1.5, -2.5, 0.0, 0.0, 0.0, -1.0, 4.0, 0.5
    };
    private static final int[] LABELS = {2, 0, 1, 1, 1};

    /** PyTorch's CrossEntropyLoss, written by tools/reference/class_loss.py. */
    static List<Arguments> references() {
        return List.of(
                Arguments.of("plain", new float[] {1, 1, 1}, 0f, 0.976670050295, new double[] {
                    0.035364036421,
                    0.006145348065,
                    -0.041509384487,
                    -0.167305073910,
                    0.088874023474,
                    0.078431050436,
                    0.162970372110,
                    -0.163636394772,
                    0.000666022662,
                    0.066666666667,
                    -0.133333333333,
                    0.066666666667,
                    0.001299588663,
                    -0.007123940971,
                    0.005824352307
                }),
                Arguments.of("weights", new float[] {0.5f, 1.75f, 3}, 0f, 0.751173552721, new double[] {
                    0.060624062437,
                    0.010534882398,
                    -0.071158944834,
                    -0.047801449689,
                    0.025392578135,
                    0.022408871553,
                    0.162970372110,
                    -0.163636394772,
                    0.000666022662,
                    0.066666666667,
                    -0.133333333333,
                    0.066666666667,
                    0.001299588663,
                    -0.007123940971,
                    0.005824352307
                }),
                Arguments.of("smoothing", new float[] {1, 1, 1}, 0.1f, 1.069170050295, new double[] {
                    0.028697369755,
                    -0.000521318601,
                    -0.028176051153,
                    -0.153971740576,
                    0.082207356807,
                    0.071764383769,
                    0.156303705443,
                    -0.150303061438,
                    -0.006000644005,
                    0.060000000000,
                    -0.120000000000,
                    0.060000000000,
                    -0.005367078004,
                    0.006209392363,
                    -0.000842314359
                }),
                Arguments.of("weights and smoothing", new float[] {0.5f, 1.75f, 3}, 0.3f, 1.119536787708, new double[] {
                    0.047331768918,
                    -0.010781977902,
                    -0.036549791016,
                    -0.029366822669,
                    0.024437011737,
                    0.004929810932,
                    0.157256086395,
                    -0.123636394772,
                    -0.033619691624,
                    0.060952380952,
                    -0.093333333333,
                    0.032380952381,
                    -0.004414697051,
                    0.032876059029,
                    -0.028461361978
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("references")
    void lossAndGradientArePyTorchs(
            String name, float[] weights, float smoothing, double meanLoss, double[] meanGradient) {
        Targets targets = new ClassLoss(weights, smoothing).targets(LABELS);
        float[] logits = floats(LOGITS);
        float factor = (float) (1 / targets.weight());
        CrossEntropy.Result result =
                targets.gradient(Backend.best().kernels(), LABELS.length, CLASSES, logits, 0, factor);
        assertThat(result.loss() / targets.weight()).isCloseTo(meanLoss, Offset.offset(1e-6));
        assertThat(result.correct())
                .isEqualTo(2); // the first and the last; of the fourth row's equal logits, the first
        assertClose("gradient", logits, meanGradient, 1e-6);
    }

    @Test
    void theRowsOfABlockHaveTheirOwnLabels() {
        Targets targets = new ClassLoss(new float[] {0.5f, 1.75f, 3}, 0.3f).targets(LABELS);
        float[] whole = floats(LOGITS);
        targets.gradient(Backend.best().kernels(), 5, CLASSES, whole, 0, 1f);
        float[] block = Arrays.copyOfRange(floats(LOGITS), 2 * CLASSES, 4 * CLASSES);
        targets.gradient(Backend.best().kernels(), 2, CLASSES, block, 2, 1f);
        assertThat(block).isEqualTo(Arrays.copyOfRange(whole, 2 * CLASSES, 4 * CLASSES));
    }

    @ParameterizedTest(name = "label {0}")
    @ValueSource(ints = {0, 3, 6})
    void theGradientIsThatOfTheFormula(int label) {
        double[] logits = normal(7, 29);
        double[] weights = {0.25, 3, 1, 0.5, 7, 1.25, 2};
        double smoothing = 0.25;
        float[] gradient = floats(logits);
        double loss = new ClassLoss(floats(weights), (float) smoothing).gradient(gradient, 0, label, 1f);
        assertThat(loss).isCloseTo(formula(logits, weights, smoothing, label), Offset.offset(1e-6));
        assertClose("gradient", gradient, centralDifferences(logits, z -> formula(z, weights, smoothing, label)), 1e-6);
    }

    private static double formula(double[] logits, double[] weights, double smoothing, int label) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        double loss = (1 - smoothing) * weights[label] * -Math.log(Math.exp(logits[label]) / sum);
        for (int c = 0; c < logits.length; c++) {
            loss += smoothing / logits.length * weights[c] * -Math.log(Math.exp(logits[c]) / sum);
        }
        return loss;
    }

    @Test
    void logitsOfAnySizeHaveALoss() {
        float[] logits = {-1e4f, 1e4f, 0f};
        double loss = new ClassLoss(new float[] {1, 1, 1}, 0.3f).gradient(logits, 0, 0, 1f);
        assertThat(loss).isCloseTo(0.7 * 2e4 + 0.1 * (2e4 + 1e4), Offset.offset(1e-2));
        assertClose("gradient", logits, new double[] {-0.8, 0.9, -0.1}, 1e-6);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(floats = {0f, -1f, Float.NaN, Float.POSITIVE_INFINITY})
    void weightsAreAboveZero(float weight) {
        assertThatThrownBy(() -> new ClassLoss(new float[] {1, weight}, 0f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Float.toString(weight));
    }
}
