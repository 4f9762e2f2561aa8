package dev.valence.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SparseRowsTest {
    @Test
    void knowsItsRows() {
        SparseRows rows = new SparseRows(5, new int[] {0, 2, 2, 3}, new int[] {4, 0, 1}, new double[] {7, 11, 13});
        assertThat(rows.rows()).isEqualTo(3);
        assertThat(rows.width()).isEqualTo(5);
        assertThat(TfidfReference.dense(rows))
                .isDeepEqualTo(new double[][] {{11, 0, 0, 0, 7}, {0, 0, 0, 0, 0}, {0, 13, 0, 0, 0}});
    }

    static Stream<Arguments> badOffsets() {
        return Stream.of(
                Arguments.argumentSet("none", new int[] {}),
                Arguments.argumentSet("not from 0", new int[] {1, 2}),
                Arguments.argumentSet("falling", new int[] {0, 2, 1}),
                Arguments.argumentSet("beyond the values", new int[] {0, 4}));
    }

    @ParameterizedTest
    @MethodSource("badOffsets")
    void refusesOffsetsThatAreNone(int[] offsets) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SparseRows(5, offsets, new int[3], new double[3]));
    }
}
