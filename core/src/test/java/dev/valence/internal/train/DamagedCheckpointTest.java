package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Damage;
import dev.valence.InputException;
import dev.valence.internal.checkpoint.CheckpointSeries;
import dev.valence.internal.train.SmallRun.Resume;
import dev.valence.train.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a checkpoint, the one before it is found instead, and what is wrong is said. */
class DamagedCheckpointTest {
    @TempDir
    Path folder;

    @Test
    void theOneBeforeIsFound() throws IOException {
        SmallRun run = new SmallRun(folder.resolve("run"), 1, 0, new Safeguards(10, 2, 0), Map.of());
        run.train(Resume.ANEW, TrainingListener.NONE);
        Path checkpoints = run.root().resolve("checkpoints");
        Path newest = checkpoints.resolve("step-0000017");
        Path former = checkpoints.resolve("step-0000010");
        assertThat(new CheckpointSeries(checkpoints, 2).find().newest()).hasValue(newest);
        List<Path> files;
        try (Stream<Path> entries = Files.list(newest)) {
            files = entries.sorted().toList();
        }
        assertThat(files).hasSize(5);
        for (Path file : files) {
            Damage.isAlwaysNoticed(file, directory -> {
                CheckpointSeries.Found found = new CheckpointSeries(checkpoints, 2).find();
                assertThat(found.newest()).hasValue(former);
                throw new InputException(found.damaged().get(0));
            });
        }
        assertThat(new CheckpointSeries(checkpoints, 2).find().newest()).hasValue(newest);
    }
}
