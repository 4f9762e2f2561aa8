package dev.valence.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McNemarTest {
    /** Expected values by SciPy 1.17.1's binomtest, see tools/reference/evaluation_figures.py. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 1.0",
        "5, 5, 1.0",
        "3, 11, 0.057373046875",
        "11, 3, 0.057373046875",
        "40, 61, 0.046044066929342785",
        "2500, 2600, 0.16565587842845939",
        "10007, 9001, 3.0727539435267423e-13"
    })
    void pValuesAsSciPy(long onlyFirst, long onlySecond, double pValue) {
        McNemar test = McNemar.exact(onlyFirst, onlySecond);
        assertThat(test.pValue()).isCloseTo(pValue, withPercentage(1e-8)).isBetween(0.0, 1.0);
    }

    @Test
    void withoutDisagreementThereIsNoEvidence() {
        assertThat(McNemar.exact(0, 0).pValue()).isEqualTo(1.0);
    }

    @Test
    void aHopelessDifferenceUnderflowsToZero() {
        assertThat(McNemar.exact(0, 2_000).pValue()).isZero();
        assertThat(McNemar.exact(0, 53).pValue()).isCloseTo(0x1p-52, withPercentage(1e-10));
    }

    @Test
    void countsOnlyWhereOneIsRight() {
        int[] truth = {0, 1, 2, 0, 1, 2, 0};
        int[] first = {0, 1, 2, 1, 0, 0, 1};
        int[] second = {0, 0, 0, 0, 0, 1, 2};
        // Both right once, only the first twice, only the second once, neither three times.
        assertThat(McNemar.of(truth, first, second)).isEqualTo(McNemar.exact(2, 1));
    }

    @Test
    void refusesOtherLengthsAndNegativeCounts() {
        assertThatThrownBy(() -> McNemar.of(new int[2], new int[2], new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2, 2, 3");
        assertThatThrownBy(() -> McNemar.exact(-1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
