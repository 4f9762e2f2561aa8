package dev.valence.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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
            assertThat(file.draft().getParent()).isEqualTo(Path.of("").toAbsolutePath());
        }
    }

    @Test
    void aFolderThatIsNotThereIsFoundBeforeTheWork() {
        assertThatThrownBy(() -> new WholeFile(folder.resolve("nowhere/new.txt")).close())
                .isInstanceOf(NoSuchFileException.class);
    }
}
