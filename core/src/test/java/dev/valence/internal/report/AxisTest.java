package dev.valence.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(axis::label).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.83, 0.5 0.6 0.7 0.8 0.9",
        "0.8123, 0.8477, 0.81 0.82 0.83 0.84 0.85",
        "0, 1, 0.0 0.2 0.4 0.6 0.8 1.0",
        "-0.3, 0.25, -0.3 -0.2 -0.1 0.0 0.1 0.2 0.3",
        "0.1, 0.3, 0.10 0.15 0.20 0.25 0.30",
        "3, 4711, '0 1,000 2,000 3,000 4,000 5,000'",
        "0.7, 0.7, 0.70 0.71",
        "1e-5, 3.1e-5, 0.000010 0.000015 0.000020 0.000025 0.000030 0.000035"
    })
    void ticksAreRoundAndHoldTheValues(double minimum, double maximum, String expected) {
        Axis axis = Axis.around(minimum, maximum);
        assertThat(labels(axis))
                .containsExactlyElementsOf(
                        Pattern.compile(" ").splitAsStream(expected).toList());
        assertThat(axis.low()).isLessThanOrEqualTo(minimum + 1e-12);
        assertThat(axis.high()).isGreaterThanOrEqualTo(maximum - 1e-12).isGreaterThan(axis.low());
        assertThat(axis.ticks()).hasSizeBetween(2, 7);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 0.99 1.00",
        "0, 0, 0.00 0.01",
        "0, 1, 0.0 0.2 0.4 0.6 0.8 1.0",
        "0.93, 1, 0.92 0.94 0.96 0.98 1.00"
    })
    void noShareIsAboveOne(double minimum, double maximum, String expected) {
        assertThat(labels(Axis.aroundShares(minimum, maximum)))
                .containsExactlyElementsOf(
                        Pattern.compile(" ").splitAsStream(expected).toList());
    }

    @Test
    void stepsEndWhereTheRunEnds() {
        Axis axis = Axis.upTo(4208);
        assertThat(labels(axis)).containsExactly("0", "1,000", "2,000", "3,000", "4,000");
        assertThat(axis.share(4208)).isEqualTo(1);
        assertThat(axis.share(1052)).isCloseTo(0.25, within(1e-15));
        assertThat(labels(Axis.upTo(1))).contains("0.0", "1.0");
    }
}
