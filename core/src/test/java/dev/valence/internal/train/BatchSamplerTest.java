package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.train.TrainingConfig.Batching;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BatchSamplerTest {
    private final TokenBatch texts = SmallTask.examples(101, 3).tokens();

    static List<Arguments> kinds() {
        return List.of(
                Arguments.of("by texts", new Batching(7, 0, false)),
                Arguments.of("by texts, like lengths", new Batching(7, 0, true)),
                Arguments.of("by tokens", new Batching(0, 41, false)),
                Arguments.of("by tokens, like lengths", new Batching(0, 41, true)),
                Arguments.of("larger than the split", new Batching(1_000, 0, false)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void everyTextStandsInOneBatchOfEveryEpoch(String name, Batching batching) {
        for (int epoch = 0; epoch < 3; epoch++) {
            int[] all = new BatchSampler(texts.lengths(), batching, 5)
                    .epoch(epoch).stream().flatMapToInt(Arrays::stream).sorted().toArray();
            assertThat(all).isEqualTo(IntStream.range(0, texts.texts()).toArray());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void batchesKeepToTheirSize(String name, Batching batching) {
        for (int[] batch : new BatchSampler(texts.lengths(), batching, 5).epoch(1)) {
            if (batching.texts() > 0) {
                assertThat(batch).hasSizeLessThanOrEqualTo(batching.texts());
            } else {
                assertThat(Arrays.stream(batch).map(texts::length).sum()).isLessThanOrEqualTo(batching.tokens());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void orderIsAFunctionOfSeedAndEpoch(String name, Batching batching) {
        List<int[]> first = new BatchSampler(texts.lengths(), batching, 5).epoch(0);
        assertThat(flat(new BatchSampler(texts.lengths(), batching, 5).epoch(0)))
                .isEqualTo(flat(first));
        assertThat(flat(new BatchSampler(texts.lengths(), batching, 5).epoch(1)))
                .isNotEqualTo(flat(first));
        assertThat(flat(new BatchSampler(texts.lengths(), batching, 6).epoch(0)))
                .isNotEqualTo(flat(first));
    }

    @Test
    void likeLengthsShareABatch() {
        int spread = spread(new Batching(7, 0, true));
        assertThat(spread).isLessThan(spread(new Batching(7, 0, false)) / 3);
    }

    private int spread(Batching batching) {
        return new BatchSampler(texts.lengths(), batching, 5)
                .epoch(0).stream()
                        .mapToInt(batch -> Arrays.stream(batch)
                                        .map(texts::length)
                                        .max()
                                        .orElseThrow()
                                - Arrays.stream(batch).map(texts::length).min().orElseThrow())
                        .sum();
    }

    private static List<Integer> flat(List<int[]> batches) {
        return batches.stream().flatMapToInt(Arrays::stream).boxed().toList();
    }
}
