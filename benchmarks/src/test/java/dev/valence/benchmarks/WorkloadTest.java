package dev.valence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.tokenize.TokenBatch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadTest {
    private final Workload workload = new Workload(
            TokenBatch.of(new int[] {1, 7, 2}, new int[] {1, 9}, new int[] {1, 8, 8, 8, 2}), new int[] {1, 0, 1});

    @Test
    void whatIsWrittenIsRead(@TempDir Path folder) {
        Path file = folder.resolve("workload.txt");
        workload.write(file);
        Workload read = Workload.read(file);
        assertThat(read.labels()).containsExactly(1, 0, 1);
        assertThat(read.tokens().ids()).containsExactly(1, 7, 2, 1, 9, 1, 8, 8, 8, 2);
        assertThat(read.tokens().offsets()).containsExactly(0, 3, 5, 10);
    }

    @Test
    void batchesHoldEveryTextOnce() {
        assertThat(workload.batches(2, false)).extracting(batch -> batch.length).containsExactly(2, 1);
        assertThat(workload.batches(2, false).stream().flatMapToInt(Arrays::stream))
                .containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void bucketedBatchesAreSortedByLength() {
        assertThat(workload.batches(2, true).stream()
                        .flatMapToInt(Arrays::stream)
                        .boxed())
                .containsExactly(1, 0, 2);
    }

    @Test
    void randomTextsHaveNoSpecialTokens() {
        Workload random = Workload.random(7, 11, 13);
        assertThat(random.tokens().lengths()).containsOnly(11).hasSize(7);
        assertThat(IntStream.of(random.tokens().ids())).allMatch(id -> id >= 5 && id < 13);
    }

    @Test
    void aPeerThatSaysSomethingElseIsNamed() {
        assertThat(Round.parse(Round.of(64, 0.25).toLine()).textsPerSecond()).isEqualTo(256);
        assertThatThrownBy(() -> Round.parse("Traceback"))
                .isInstanceOf(PeerException.class)
                .hasMessageContaining("found 'Traceback'");
    }

    @Test
    void shapesAreReadAsTheyAreWritten() {
        Shape grown = Shape.MINILM.with(3, 192, 768, 1000);
        assertThat(Shape.parse(grown.toString())).isEqualTo(grown);
        assertThat(Shape.parse("bert-base")).isEqualTo(Shape.BERT_BASE);
    }
}
