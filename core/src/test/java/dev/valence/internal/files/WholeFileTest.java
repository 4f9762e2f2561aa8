package dev.valence.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    @Test
    void theFileAppearsWithTheCommit() throws IOException {
        Path target = folder.resolve("new.txt");
        try (WholeFile file = new WholeFile(target)) {
            Files.writeString(file.draft(), "whole");
            assertThat(target).doesNotExist();
            file.commit();
            assertThat(target).hasContent("whole");
        }
        assertThat(folder.toFile().list()).containsExactly("new.txt");
    }

    @Test
    void theFormerFileStaysUntilTheCommit() throws IOException {
        Path target = Files.writeString(folder.resolve("kept.txt"), "former");
        try (WholeFile file = new WholeFile(target)) {
            Files.writeString(file.draft(), "latter");
            assertThat(target).hasContent("former");
            file.commit();
        }
        assertThat(target).hasContent("latter");
    }

    @Test
    void whatIsNotCommittedLeavesNothing() throws IOException {
        Path target = Files.writeString(folder.resolve("kept.txt"), "former");
        assertThatThrownBy(() -> {
                    try (WholeFile file = new WholeFile(target)) {
                        Files.writeString(file.draft(), "half");
                        throw new IllegalStateException("in the middle");
                    }
                })
                .hasMessage("in the middle");
        assertThat(target).hasContent("former");
        assertThat(folder.toFile().list()).containsExactly("kept.txt");
    }

    @Test
    void aCommitWithoutADraftKeepsTheFormerFile() throws IOException {
        Path target = Files.writeString(folder.resolve("kept.txt"), "former");
        try (WholeFile file = new WholeFile(target)) {
            Files.delete(file.draft());
            assertThatThrownBy(file::commit).isInstanceOf(NoSuchFileException.class);
        }
        assertThat(target).hasContent("former");
    }

    @Test
    void writersOfOneFileDoNotMeet() throws IOException {
        Path target = folder.resolve("shared.txt");
        try (WholeFile one = new WholeFile(target);
                WholeFile other = new WholeFile(target)) {
            Files.writeString(one.draft(), "one");
            Files.writeString(other.draft(), "other");
            one.commit();
            assertThat(target).hasContent("one");
            other.commit();
        }
        assertThat(target).hasContent("other");
        assertThat(folder.toFile().list()).containsExactly("shared.txt");
    }

    @Test
    void aNameWithoutAFolderIsInTheWorkingDirectory() throws IOException {
        try (WholeFile file = new WholeFile(Path.of("model.onnx"))) {
            assertThat(file.draft().getParent().getParent())
                    .isEqualTo(Path.of("").toAbsolutePath());
        }
    }

    @Test
    void aFolderThatIsNotThereIsFoundBeforeTheWork() {
        assertThatThrownBy(() -> new WholeFile(folder.resolve("nowhere/new.txt")).close())
                .isInstanceOf(NoSuchFileException.class);
    }

    /** Leaves a draft as a process does that is killed: with a lock that nobody holds. */
    private Path draftOfAKilledWriter(String name) throws IOException {
        Path draft = Files.createDirectory(folder.resolve("." + name + ".00000000-1111-2222-3333-444444444444.draft"));
        Files.createFile(draft.resolve("lock"));
        Files.writeString(draft.resolve(name), "half");
        return draft;
    }

    @Test
    void draftsOfKilledWritersAreRemoved() throws IOException {
        draftOfAKilledWriter("other.tokens");
        Files.createDirectory(folder.resolve(".empty.00000000-1111-2222-3333-444444444444.draft"));
        new WholeFile(folder.resolve("new.txt")).close();
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void draftsOfLivingWritersStay() throws IOException {
        Path target = folder.resolve("shared.txt");
        try (WholeFile living = new WholeFile(target)) {
            Files.writeString(living.draft(), "half");
            WholeFile.sweep(folder);
            new WholeFile(target).close();
            Files.writeString(living.draft(), "whole");
            living.commit();
        }
        assertThat(target).hasContent("whole");
        assertThat(folder.toFile().list()).containsExactly("shared.txt");
    }

    @Test
    void draftsOfLivingWritersInOtherProcessesStay() throws IOException, InterruptedException {
        Path draft = draftOfAKilledWriter("other.tokens");
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        draft.resolve("lock").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.getInputStream().read()).as("it holds the lock").isEqualTo('!');
            WholeFile.sweep(folder);
            assertThat(draft.resolve("other.tokens")).hasContent("half");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        WholeFile.sweep(folder);
        assertThat(draft).doesNotExist();
    }

    /** A process that locks a file and waits. */
    static final class LockHolder {
        private LockHolder() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.print('!');
                System.out.flush();
                System.in.read();
            }
        }
    }

    @Test
    void whatOnlyLooksLikeADraftStays() throws IOException {
        Path mine = draftOfAKilledWriter("other.tokens");
        Files.writeString(mine.resolve("thesis.txt"), "years");
        Path named = Files.createDirectory(folder.resolve(".my.draft"));
        Files.writeString(named.resolve("lock"), "");
        WholeFile.sweep(folder);
        assertThat(mine.resolve("thesis.txt")).hasContent("years");
        assertThat(named.resolve("lock")).exists();
    }

    @Test
    void aLinkIsWrittenThrough() throws IOException {
        Path linked = Files.writeString(folder.resolve("linked.txt"), "former");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), linked);
        try (WholeFile file = new WholeFile(link)) {
            Files.writeString(file.draft(), "latter");
            file.commit();
        }
        assertThat(link).isSymbolicLink();
        assertThat(linked).hasContent("latter");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aDeviceStaysADevice() throws IOException {
        Path device = Path.of("/dev/null");
        try (WholeFile file = new WholeFile(device)) {
            Files.writeString(file.draft(), "gone");
            file.commit();
        }
        assertThat(Files.isRegularFile(device)).isFalse();
        assertThat(Files.readAttributes(device, BasicFileAttributes.class).isOther())
                .isTrue();
    }
}
