package dev.valence.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected values by SciPy 1.17.1's ttest_rel and t.interval, see tools/reference/evaluation_figures.py. */
class PairedTTestTest {
    static Stream<Arguments> samples() {
        return Stream.of(
                Arguments.of(
                        "three pairs",
                        new double[] {0.8200, 0.8314, 0.8222},
                        new double[] {0.8555, 0.8532, 0.8589},
                        new double[] {6.556136478456793, 0.02248340910517353, 0.010769934044465863, 0.051896732622200785
                        }),
                Arguments.of(
                        "five pairs, no difference to speak of",
                        new double[] {0.71, 0.74, 0.69, 0.73, 0.72},
                        new double[] {0.72, 0.73, 0.71, 0.74, 0.70},
                        new double[] {0.2721655269759087, 0.7989658591927787, -0.01840262141974769, 0.022402621419747692
                        }),
                Arguments.of("two pairs", new double[] {0.5, 0.6}, new double[] {0.61, 0.58}, new double[] {
                    0.6923076923076921, 0.6144982940974005, -0.7809033078513552, 0.8709033078513551
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void asSciPy(String name, double[] first, double[] second, double[] expected) {
        PairedTTest test = PairedTTest.of(first, second);
        assertThat(test.degreesOfFreedom()).isEqualTo(first.length - 1);
        assertThat(test.statistic().orElseThrow()).isCloseTo(expected[0], within(1e-10));
        assertThat(test.pValue().orElseThrow()).isCloseTo(expected[1], within(1e-12));
        Interval interval = test.differences().meanInterval().orElseThrow();
        assertThat(interval.low()).isCloseTo(expected[2], within(1e-12));
        assertThat(interval.high()).isCloseTo(expected[3], within(1e-12));
        PairedTTest turned = PairedTTest.of(second, first);
        assertThat(turned.statistic().orElseThrow()).isEqualTo(-test.statistic().orElseThrow());
        assertThat(turned.pValue()).isEqualTo(test.pValue());
    }

    @Test
    void aSampleAsNumPy() {
        SampleSummary summary = SampleSummary.of(0.8200, 0.8314, 0.8222, 0.8301, 0.8153);
        assertThat(summary.mean()).isCloseTo(0.8238, within(1e-15));
        assertThat(summary.standardDeviation()).isCloseTo(0.006831910420958393, within(1e-15));
        assertThat(summary.minimum()).isEqualTo(0.8153);
        assertThat(summary.maximum()).isEqualTo(0.8314);
        Interval interval = summary.meanInterval().orElseThrow();
        assertThat(interval.low()).isCloseTo(0.8153170627913429, within(1e-12));
        assertThat(interval.high()).isCloseTo(0.8322829372086571, within(1e-12));
    }

    @Test
    void oneMeasurementHasNoInterval() {
        SampleSummary one = SampleSummary.of(0.7);
        assertThat(one).isEqualTo(new SampleSummary(1, 0.7, 0, 0.7, 0.7));
        assertThat(one.meanInterval()).isEmpty();
    }

    @Test
    void equalDifferencesHaveNoStatisticWhateverRoundingMakesOfThem() {
        // 0.3 - 0.2 and 0.8 - 0.7 differ in their last bits
        PairedTTest test = PairedTTest.of(new double[] {0.2, 0.7, 0.4}, new double[] {0.3, 0.8, 0.5});
        assertThat(test.differences().mean()).isCloseTo(0.1, within(1e-15));
        assertThat(test.statistic()).isEmpty();
        assertThat(test.pValue()).isEmpty();
    }

    @Test
    void refusesWhatIsNotPaired() {
        assertThatThrownBy(() -> PairedTTest.of(new double[3], new double[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 and 2");
        assertThatThrownBy(() -> PairedTTest.of(new double[1], new double[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(SampleSummary::of).isInstanceOf(IllegalArgumentException.class);
    }
}
