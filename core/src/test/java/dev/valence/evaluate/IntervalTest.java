package dev.valence.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected values by SciPy 1.17.1, see tools/reference/evaluation_figures.py. */
class IntervalTest {
    @ParameterizedTest
    @CsvSource({
        "0, 7, 0.95, 0.0, 0.35433043506668743",
        "7, 7, 0.95, 0.6456695649333126, 1.0",
        "714, 872, 0.95, 0.7918615680818727, 0.8429565195987957",
        "714, 872, 0.99, 0.7828420309190494, 0.8499577840562871",
        "1, 3, 0.8, 0.10577563612172286, 0.6788173521696517",
        "499, 997, 0.5, 0.48982306477566445, 0.5111794867817884"
    })
    void wilsonAsSciPy(long successes, long trials, double confidence, double low, double high) {
        Interval interval = Interval.wilson(successes, trials, confidence);
        assertThat(interval.low()).isCloseTo(low, within(1e-15));
        assertThat(interval.high()).isCloseTo(high, within(1e-15));
    }

    @Test
    void endsAreExactWhereAllOrNoneSucceed() {
        assertThat(Interval.wilson(0, 13).low()).isEqualTo(0.0);
        assertThat(Interval.wilson(13, 13).high()).isEqualTo(1.0);
    }

    @Test
    void refusesImpossibleCounts() {
        assertThatThrownBy(() -> Interval.wilson(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Interval.wilson(3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Interval.wilson(-1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Interval.wilson(1, 2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Interval.wilson(1, 2, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1e-300, -37.0470962993612",
        "1e-20, -9.262340089798409",
        "1e-5, -4.264890793922825",
        "0.02, -2.053748910631823",
        "0.075, -1.4395314709384563",
        "0.3, -0.5244005127080409",
        "0.6, 0.2533471031357997",
        "0.925, 1.4395314709384563",
        "0.975, 1.959963984540054",
        "0.995, 2.5758293035489004",
        "0.9999, 3.719016485455709"
    })
    void normalQuantilesAsSciPy(double probability, double quantile) {
        assertThat(NormalQuantile.of(probability)).isCloseTo(quantile, withPercentage(1e-12));
    }

    @Test
    void theMedianIsZero() {
        assertThat(NormalQuantile.of(0.5)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
    void refusesWhatIsNoProbability(double probability) {
        assertThatThrownBy(() -> NormalQuantile.of(probability)).isInstanceOf(IllegalArgumentException.class);
    }
}
