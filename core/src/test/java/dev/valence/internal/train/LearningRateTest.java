package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.train.Schedule;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    @ParameterizedTest(name = "{0} at step {1}")
    @CsvSource({
        "CONSTANT, 0, 0.2",
        "CONSTANT, 3, 0.8",
        "CONSTANT, 4, 1.0",
        "CONSTANT, 13, 1.0",
        "LINEAR, 0, 0.2",
        "LINEAR, 4, 1.0",
        "LINEAR, 9, 0.5",
        "LINEAR, 14, 0.0",
        "LINEAR, 99, 0.0",
        "COSINE, 0, 0.2",
        "COSINE, 4, 1.0",
        "COSINE, 9, 0.5",
        "COSINE, 14, 0.0",
    })
    void rises(Schedule kind, long step, double expected) {
        assertThat(new LearningRate(kind, 1, 4, 14).rate(step)).isCloseTo(expected, EXACT);
    }

    @Test
    void isNamedInFiles() {
        for (Schedule kind : Schedule.values()) {
            assertThat(Schedule.of(kind.id())).isEqualTo(kind);
        }
        assertThatThrownBy(() -> Schedule.of("quadratic"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("quadratic");
    }
}
