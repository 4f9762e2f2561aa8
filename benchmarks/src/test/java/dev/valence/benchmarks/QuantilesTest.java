package dev.valence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantilesTest {
    @Test
    void medianOfAnOddNumberIsTheMiddleOne() {
        assertThat(Quantiles.median(5, 1, 3)).isEqualTo(3);
    }

    @Test
    void medianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertThat(Quantiles.median(7, 1, 3, 5)).isEqualTo(4);
    }

    /** numpy.quantile([2, 3, 5, 7, 11], 0.99) is 10.84. */
    @Test
    void quantilesInterpolateAsNumpyDoes() {
        assertThat(Quantiles.quantile(0.99, 11, 2, 7, 3, 5)).isEqualTo(10.84, within(1e-12));
    }

    @Test
    void nothingHasNoMedian() {
        assertThatIllegalArgumentException().isThrownBy(Quantiles::median);
    }
}
