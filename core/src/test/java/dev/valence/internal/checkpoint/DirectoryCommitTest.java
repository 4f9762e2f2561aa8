package dev.valence.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.valence.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DirectoryCommitTest {
    @TempDir
    Path folder;

    private Path target;

    @BeforeEach
    void nameTheTarget() {
        target = folder.resolve("run").resolve("best");
    }

    @Test
    void commitsFilesAndFoldersWithTheirManifest() throws IOException {
        DirectoryCommit.replace(target, fresh -> {
            Files.writeString(fresh.resolve("config.json"), "abc");
            Files.createDirectory(fresh.resolve("inner"));
            Files.writeString(fresh.resolve("inner").resolve("empty"), "");
        });
        assertThat(names(target)).containsExactly("config.json", "inner", "inner/empty", "manifest.json");
        assertThat(names(folder.resolve("run"))).allMatch(name -> name.startsWith("best"));
        // SHA-256 of "abc" and of nothing: FIPS 180-2, appendix B.1, and NIST's example of the empty message.
        assertThat(Files.readString(target.resolve("manifest.json"))).isEqualTo("""
                        {
                          "config.json": {
                            "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                            "bytes": 3
                          },
                          "inner/empty": {
                            "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                            "bytes": 0
                          }
                        }
                        """);
        DirectoryCommit.verify(target);
    }

    @Test
    void replacesTheFormerAsAWhole() throws IOException {
        commit("first", "1");
        commit("second", "2");
        assertThat(names(target)).containsExactly("manifest.json", "second");
        assertThat(names(folder.resolve("run"))).containsExactly("best", "best/manifest.json", "best/second");
    }

    @Test
    void whatIsNewReplacesNothing() throws IOException {
        DirectoryCommit.commit(target, fresh -> Files.writeString(fresh.resolve("file"), "mine"));
        assertThatThrownBy(() -> DirectoryCommit.commit(target, fresh -> Files.writeString(fresh.resolve("file"), "")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("best: required a directory that is new or empty");
        assertThat(target.resolve("file")).hasContent("mine");
    }

    @Test
    void whatIsNewReplacesNothingThatACrashLeft() throws IOException {
        commit("file", "former");
        Files.move(target, DirectoryCommit.sibling(target, "old"));
        assertThatThrownBy(() -> DirectoryCommit.commit(target, fresh -> Files.writeString(fresh.resolve("file"), "")))
                .isInstanceOf(InputException.class);
        assertThat(target.resolve("file")).hasContent("former");
    }

    @Test
    void filesThatOthersPutThereStay() throws IOException {
        commit("first", "1");
        Files.writeString(target.resolve("notes.txt"), "mine");
        Files.createDirectories(target.resolve("deep/down"));
        Files.writeString(target.resolve("deep/down/more.txt"), "mine too");
        commit("second", "2");
        assertThat(names(target))
                .containsExactly("deep", "deep/down", "deep/down/more.txt", "manifest.json", "notes.txt", "second");
        assertThat(target.resolve("notes.txt")).hasContent("mine");
        DirectoryCommit.verify(target);
    }

    @Test
    void filesThatOthersPutThereStayAfterACrashBeforeTheFormerWasDeleted() throws IOException {
        commit("file", "former");
        Files.writeString(target.resolve("notes.txt"), "mine");
        Files.move(target, folder.resolve("former"));
        commit("file", "newer");
        Files.move(folder.resolve("former"), DirectoryCommit.sibling(target, "old"));
        commit("file", "newest");
        assertThat(target.resolve("notes.txt")).hasContent("mine");
        assertThat(names(folder.resolve("run")))
                .containsExactly("best", "best/file", "best/manifest.json", "best/notes.txt");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("checked", new IOException("disk full"), UncheckedIOException.class),
                Arguments.of("unchecked", new IllegalStateException("bug"), IllegalStateException.class),
                Arguments.of("error", new StackOverflowError(), StackOverflowError.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void aFailingWriterLeavesTheFormerAndNothingElse(String name, Throwable failure, Class<? extends Throwable> thrown)
            throws IOException {
        commit("file", "former");
        assertThatThrownBy(() -> DirectoryCommit.replace(target, fresh -> {
                    Files.writeString(fresh.resolve("file"), "half");
                    if (failure instanceof IOException checked) {
                        throw checked;
                    } else if (failure instanceof RuntimeException unchecked) {
                        throw unchecked;
                    }
                    throw (Error) failure;
                }))
                .isInstanceOf(thrown);
        assertThat(Files.readString(target.resolve("file"))).isEqualTo("former");
        DirectoryCommit.verify(target);
        assertThat(names(folder.resolve("run"))).containsExactly("best", "best/file", "best/manifest.json");
    }

    @Test
    void aFailingFirstCommitLeavesNothing() throws IOException {
        assertThatThrownBy(() -> DirectoryCommit.replace(target, fresh -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot commit " + target)
                .hasRootCauseMessage("disk full");
        assertThat(names(folder.resolve("run"))).isEmpty();
    }

    @Test
    void refusesToCommitNothing() {
        assertThatThrownBy(() -> DirectoryCommit.replace(target, fresh -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one file");
        assertThat(target).doesNotExist();
    }

    @Test
    void aTargetThatIsAFileIsRefusedAndKept() throws IOException {
        Path file = Files.writeString(folder.resolve("best"), "mine");
        assertThatThrownBy(() -> DirectoryCommit.replace(file, fresh -> Files.writeString(fresh.resolve("a"), "")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("best: required a directory or nothing, found a file");
        assertThat(file).hasContent("mine");
    }

    @Test
    void filesThatWereNotCommittedAreNeverReplaced() throws IOException {
        Files.createDirectories(target);
        commit("file", "into an empty one");
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("thesis.txt"), "years");
        assertThatThrownBy(() -> DirectoryCommit.replace(mine, fresh -> Files.writeString(fresh.resolve("a"), "")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("mine: required a directory that was saved by this program")
                .hasMessageContaining("found other files");
        Files.writeString(mine.resolve("manifest.json"), "of a ship");
        assertThatThrownBy(() -> DirectoryCommit.replace(mine, fresh -> Files.writeString(fresh.resolve("a"), "")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("manifest.json");
        assertThat(names(mine)).containsExactly("manifest.json", "thesis.txt");
    }

    @Test
    void aParentThatIsAFileIsReported() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        assertThatThrownBy(() -> DirectoryCommit.replace(
                        file.resolve("best"), fresh -> Files.writeString(fresh.resolve("a"), "")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot commit");
        assertThat(file).hasContent("mine");
    }

    @Test
    void anUnwritableParentIsReported() throws IOException {
        Path parent = Files.createDirectory(
                folder.resolve("sealed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeFalse(Files.isWritable(parent), "this user may write everywhere");
        assertThatThrownBy(() -> DirectoryCommit.replace(
                        parent.resolve("best"), fresh -> Files.writeString(fresh.resolve("a"), "")))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void recoversAfterACrashBetweenTheRenames() throws IOException {
        commit("file", "former");
        Files.move(target, DirectoryCommit.sibling(target, "old"));
        Files.createDirectory(DirectoryCommit.sibling(target, "new"));

        DirectoryCommit.recover(target);
        assertThat(target.resolve("file")).hasContent("former");
        DirectoryCommit.verify(target);
    }

    @Test
    void commitsAfterACrashBetweenTheRenames() throws IOException {
        commit("file", "former");
        Files.move(target, DirectoryCommit.sibling(target, "old"));
        assertThatThrownBy(() -> DirectoryCommit.replace(target, fresh -> {
                    throw new IOException("again");
                }))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(target.resolve("file")).hasContent("former");
    }

    @Test
    void commitsOverWhatACrashBeforeOrAfterTheRenamesLeft() throws IOException {
        commit("file", "current");
        Path former = Files.createDirectory(DirectoryCommit.sibling(target, "old"));
        Files.writeString(former.resolve("stale"), "stale");
        Path fresh = Files.createDirectory(DirectoryCommit.sibling(target, "new"));
        Files.writeString(fresh.resolve("half"), "half");

        DirectoryCommit.recover(target);
        assertThat(target.resolve("file")).hasContent("current");
        commit("file", "newest");
        assertThat(target.resolve("file")).hasContent("newest");
        assertThat(names(folder.resolve("run"))).containsExactly("best", "best/file", "best/manifest.json");
    }

    @Test
    void recoveringWhereNothingIsDoesNothing() {
        DirectoryCommit.recover(target);
        assertThat(target).doesNotExist();
    }

    /** Changes a committed directory. */
    @FunctionalInterface
    interface Change {
        void apply(Path directory) throws IOException;
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("1 different: file changed", directory -> Files.writeString(directory.resolve("file"), "texT")),
                change(
                        "file of 5 bytes instead of 4",
                        directory -> Files.writeString(directory.resolve("file"), "texts")),
                change("file missing", directory -> Files.delete(directory.resolve("file"))),
                change(
                        "manifest.json: required a JSON file, found no such file",
                        directory -> Files.delete(directory.resolve("manifest.json"))),
                change(
                        "required the files of the directory, found an empty list",
                        directory -> Files.writeString(directory.resolve("manifest.json"), "{}")),
                change(
                        "/etc/hostname missing",
                        directory -> Files.writeString(directory.resolve("manifest.json"), """
                        {"/etc/hostname": {"sha256": "00", "bytes": 1}}""")),
                change(
                        "an integer in [0, 2^63) for 'file.bytes', found -1",
                        directory -> Files.writeString(directory.resolve("manifest.json"), """
                        {"file": {"sha256": "00", "bytes": -1}}""")));
    }

    private static Arguments change(String message, Change change) {
        return Arguments.of(message, change);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void verifyingSaysWhatDiffers(String message, Change change) throws IOException {
        commit("file", "text");
        change.apply(target);
        assertThatThrownBy(() -> DirectoryCommit.verify(target))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void furtherFilesDoNotMatter() throws IOException {
        commit("file", "text");
        Files.writeString(target.resolve("README.md"), "mine");
        DirectoryCommit.verify(target);
    }

    private void commit(String name, String content) {
        DirectoryCommit.replace(target, fresh -> Files.writeString(fresh.resolve(name), content));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(path -> !path.equals(directory))
                    .map(path -> directory.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
