package dev.valence.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {
    @TempDir
    Path folder;

    @Test
    void oneAtATime() {
        Path run = folder.resolve("runs/first");
        try (DirectoryLock lock = DirectoryLock.take(run)) {
            assertThat(lock.directory()).isEqualTo(run);
            assertThatThrownBy(() -> DirectoryLock.take(run))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("runs/first: required a directory that no other process writes to")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        DirectoryLock.take(run).close();
    }

    @Test
    void aDirectoryThatNothingWasWrittenIntoGoesAsItCame() throws IOException {
        Path run = folder.resolve("unused");
        DirectoryLock.take(run).close();
        assertThat(run).doesNotExist();
        Files.createDirectory(run);
        DirectoryLock.take(run).close();
        assertThat(run).isDirectory();
        try (DirectoryLock lock = DirectoryLock.take(folder.resolve("used"))) {
            Files.writeString(lock.directory().resolve("model"), "weights");
        }
        assertThat(folder.resolve("used/model")).hasContent("weights");
    }

    @Test
    void aFileInItsPlaceIsReported() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertThatThrownBy(() -> DirectoryLock.take(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found a file");
        assertThatThrownBy(() -> DirectoryLock.take(file.resolve("run")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("can be written");
        assertThat(file).hasContent("mine");
    }
}
