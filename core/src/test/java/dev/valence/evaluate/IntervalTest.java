package dev.valence.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values by SciPy 1.17.1, see tools/reference/evaluation_figures.py. */
class IntervalTest {
    @ParameterizedTest
    @CsvSource({
        "0, 7, 0.0, 0.35433043506668743",
        "7, 7, 0.6456695649333126, 1.0",
        "714, 872, 0.7918615680818727, 0.8429565195987957",
        "1, 3, 0.06149194472039626, 0.7923403991979523",
        "499, 997, 0.46952287360829403, 0.5314762856403429"
    })
    void wilsonAsSciPy(long successes, long trials, double low, double high) {
        Interval interval = Interval.wilson(successes, trials);
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
    }
}
