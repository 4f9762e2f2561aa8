package dev.valence.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.files.DiskOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSeriesTest {
    @TempDir
    Path folder;

    private Path checkpoints;
    private CheckpointSeries series;

    @BeforeEach
    void open() {
        checkpoints = folder.resolve("checkpoints");
        series = new CheckpointSeries(checkpoints, 2);
    }

    @AfterEach
    void liveAgain() {
        DiskOperations.before(() -> {});
    }

    /** The process ends before the operation of that number: neither it nor a later one reaches the disk. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        static void before(int operation) {
            int[] done = {0};
            DiskOperations.before(() -> {
                if (done[0]++ >= operation) {
                    throw new Death();
                }
            });
        }
    }

    private Path save(int step) {
        return series.save(step, fresh -> {
            Files.writeString(fresh.resolve("state"), "state after " + step);
            Files.writeString(fresh.resolve("weights"), "weights after " + step);
        });
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(checkpoints)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static void damage(Path checkpoint) throws IOException {
        Files.writeString(checkpoint.resolve("weights"), "weights!after 3");
    }

    @Test
    void keepsTheNewest() throws IOException {
        assertThat(series.isEmpty()).isTrue();
        assertThat(series.find().newest()).isEmpty();
        for (int step : new int[] {3, 5, 7, 10_000_019}) {
            assertThat(series.find().damaged()).isEmpty();
            save(step);
        }
        assertThat(names()).containsExactly("step-0000007", "step-10000019");
        assertThat(series.find().newest()).hasValue(checkpoints.resolve("step-10000019"));
    }

    @Test
    void whatIsDamagedIsNeverUsedAndNeverDeleted() throws IOException {
        save(3);
        damage(save(5));
        Files.createDirectories(checkpoints.resolve("step-0000006")); // a folder without a manifest
        Files.writeString(checkpoints.resolve("step-0000006/mine"), "");
        series = new CheckpointSeries(checkpoints, 2);
        CheckpointSeries.Found found = series.find();
        assertThat(found.newest()).hasValue(checkpoints.resolve("step-0000003"));
        assertThat(found.damaged())
                .satisfiesExactly(
                        newer -> assertThat(newer).contains("step-0000006", "manifest.json"),
                        older -> assertThat(older).contains("step-0000005", "weights"));
        for (int step = 7; step < 11; step++) {
            save(step);
        }
        assertThat(names()).containsExactly("step-0000005", "step-0000006", "step-0000009", "step-0000010");
    }

    @Test
    void whatIsDamagedIsSetAsideWhereItsStepComesAgain() throws IOException {
        save(3);
        for (int time = 0; time < 2; time++) {
            damage(save(5));
            series = new CheckpointSeries(checkpoints, 2);
        }
        save(5);
        assertThat(names())
                .containsExactly("step-0000003", "step-0000005", "step-0000005.damaged", "step-0000005.damaged-2");
        assertThat(series.find().newest()).hasValue(checkpoints.resolve("step-0000005"));
    }

    @Test
    void aSaveThatFailsLeavesTheFormerAsTheyWere() throws IOException {
        save(3);
        save(5);
        assertThatThrownBy(() -> series.save(7, fresh -> {
                    Files.writeString(fresh.resolve("state"), "half");
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("step-0000007")
                .hasRootCauseMessage("No space left on device");
        assertThat(names()).containsExactly("step-0000003", "step-0000005");
        DirectoryCommit.verify(checkpoints.resolve("step-0000005"));
    }

    @Test
    void aProcessThatDiesBeforeAnyOperationOfASaveLeavesAWholeCheckpoint() throws IOException {
        save(3);
        save(5);
        int deaths = 0;
        for (int step = 7, operation = 0; step == 7; operation++) {
            Death.before(operation);
            try {
                save(step);
                step++;
            } catch (Death death) {
                deaths++;
            }
            DiskOperations.before(() -> {});
            series = new CheckpointSeries(checkpoints, 2); // the next process
            CheckpointSeries.Found found = series.find();
            assertThat(found.damaged()).as("operation %d", operation).isEmpty();
            Path newest = found.newest().orElseThrow();
            String name = newest.getFileName().toString();
            assertThat(name).as("operation %d", operation).isIn("step-0000005", "step-0000007");
            assertThat(newest.resolve("state")).hasContent("state after " + name.charAt(name.length() - 1));
        }
        // files, folder, manifest and both folders forced, one rename, one removal of four names
        assertThat(deaths).isGreaterThan(10);
        assertThat(names()).containsExactly("step-0000005", "step-0000007");
    }

    @Test
    void atLeastOneIsKept() {
        assertThatThrownBy(() -> new CheckpointSeries(checkpoints, 0)).isInstanceOf(InputException.class);
    }
}
