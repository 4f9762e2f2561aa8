package dev.valence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.tokenize.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
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
    void textsOfOneLengthAreChosenWithTheirLabels(@TempDir Path folder) throws IOException {
        StringBuilder rows = new StringBuilder("sentence\tlabel\n");
        for (int i = 0; i < 14; i++) {
            rows.append(i % 2 == 0 ? "good\t1\n" : "bad bad\t0\n");
        }
        Files.writeString(folder.resolve("train.tsv"), rows);
        Files.writeString(folder.resolve("dev.tsv"), "sentence\tlabel\ngood\t1\nbad\t0\n");
        int[] lengths = Workload.sst2(folder, folder, 14).tokens().lengths();
        int longest = Arrays.stream(lengths).max().orElseThrow();
        Workload chosen = Workload.sst2OfLength(folder, folder, 5, longest);
        assertThat(chosen.tokens().lengths()).hasSize(5).containsOnly(longest);
        assertThat(chosen.labels()).containsOnly(0);
        assertThatThrownBy(() -> Workload.sst2OfLength(folder, folder, 8, longest))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required 8 texts of " + longest + " tokens, found 7");
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
