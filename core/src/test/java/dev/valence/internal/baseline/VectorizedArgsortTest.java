package dev.valence.internal.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.ReferenceJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VectorizedArgsortTest {
    /** Orders by NumPy 2.4.6 on a processor with AVX-512, see tools/reference/baseline_small.py. */
    static Stream<Arguments> references() throws IOException {
        return TfidfReference.resource("argsort.json").list().stream().map(reference -> {
            int[] keys = reference.get("keys").integers();
            return Arguments.argumentSet(
                    keys.length + " keys, " + Arrays.stream(keys).distinct().count() + " different", reference);
        });
    }

    @ParameterizedTest
    @MethodSource("references")
    void ordersEqualKeysLikeNumPy(ReferenceJson reference) {
        long[] keys =
                Arrays.stream(reference.get("keys").integers()).asLongStream().toArray();
        assertThat(VectorizedArgsort.argsort(keys))
                .isEqualTo(reference.get("order").integers());
    }

    @Test
    void ordersNothing() {
        assertThat(VectorizedArgsort.argsort(new long[0])).isEmpty();
    }
}
