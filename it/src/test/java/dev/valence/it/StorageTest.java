package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.valence.internal.checkpoint.DirectoryCommit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full or closed, and two processes that want the same: nothing is lost, and one line says why. */
class StorageTest {
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;
    private static final int MANY_STEPS = 1_000_000;

    @TempDir
    private Path folder;

    private Program program;
    private Path disk;

    @BeforeEach
    void prepare() throws IOException {
        program = Program.in(folder);
        disk = Files.createDirectory(folder.resolve("disk"));
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        shell("umount " + disk);
    }

    private static boolean shell(String line) throws IOException, InterruptedException {
        return new ProcessBuilder("bash", "-c", line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private void mount(String options) throws IOException, InterruptedException {
        assumeTrue(
                shell("mount -t tmpfs -o " + options + " tmpfs " + disk),
                "file systems can be mounted here only by root");
    }

    private static List<String> options(String out, String... more) {
        return options(out, 90, more);
    }

    private static List<String> options(String out, int steps, String... more) {
        List<String> options = new ArrayList<>(List.of("finetune", "--out", out, "--steps", Integer.toString(steps)));
        options.addAll(List.of("--checkpoint-every", "30"));
        options.addAll(Program.TINY);
        options.addAll(List.of(more));
        return options;
    }

    private static void isOneLine(Result result, int code, String... says) {
        assertThat(result.exitCode()).as(result.errors()).isEqualTo(code);
        assertThat(result.messages())
                .filteredOn(line -> line.startsWith("valence: "))
                .singleElement()
                .asString()
                .contains(says);
        assertThat(result.errors()).doesNotContain("\tat dev.valence");
    }

    @Test
    void aFullDiskEndsTheRunAndLeavesTheFormerCheckpoint() throws IOException, InterruptedException {
        // three files of 69 kB in a checkpoint, and as much in a model: there is room for the first, not for all
        mount("size=512k");
        isOneLine(program.run(options("disk/run")), FAILED, "cannot", "No space left on device");
        Path checkpoints = disk.resolve("run/checkpoints");
        assertThat(names(checkpoints)).contains("step-0000030").allMatch(name -> name.matches("step-[0-9]{7}"));
        for (String checkpoint : names(checkpoints)) {
            DirectoryCommit.verify(checkpoints.resolve(checkpoint));
        }

        assertThat(shell("mount -o remount,size=9m " + disk)).isTrue();
        program.run(options("disk/run", "--resume")).succeeded();
        program.run(options("whole")).succeeded();
        assertThat(disk.resolve("run/best/model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/best/model.safetensors"));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void figuresOnAFullDiskLeaveNoFile() throws IOException, InterruptedException {
        program.finetune("run").succeeded();
        mount("size=8k");
        Files.write(disk.resolve("filler"), new byte[8192]);
        isOneLine(
                program.run("evaluate", "--model", "run", "--json", "disk/figures.json"),
                FAILED,
                "cannot write disk/figures.json",
                "No space left on device");
        isOneLine(
                program.run("evaluate", "--model", "run", "--predictions", "disk/predictions.jsonl"),
                FAILED,
                "cannot write disk/predictions.jsonl",
                "No space left on device");
        assertThat(names(disk)).containsExactly("filler");
    }

    @Test
    void aCacheThatCannotBeWrittenIsWarnedOf() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("cache"), "a file where the folder should be");
        Result result = program.finetune("run").succeeded();
        assertThat(result.messages())
                .filteredOn(line -> line.startsWith("The tokens are not kept for the next time: "))
                .hasSize(2);
    }

    @Test
    void aReadOnlyDiskIsRefused() throws IOException, InterruptedException {
        mount("ro");
        isOneLine(program.run(options("disk/run")), BAD_INPUT, "disk/run", "can be written", "Read-only file system");
    }

    @Test
    void aFolderWithoutPermissionIsRefused() throws IOException, InterruptedException {
        String command = program.commandLine(options("disk/run"));
        if (Files.isWritable(Path.of("/"))) { // root may write everywhere, so somebody else tries
            command = "setpriv --reuid 65534 --regid 65534 --clear-groups " + command;
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            String version =
                    "setpriv --reuid 65534 --regid 65534 --clear-groups " + program.commandLine(List.of("--version"));
            assumeTrue(program.startShell(version).end().exitCode() == 0, "nobody can start the program here");
        }
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("r-xr-xr-x"));
        isOneLine(program.startShell(command).end(), BAD_INPUT, "disk/run", "can be written", "AccessDenied");
    }

    @Test
    void aSecondProcessIsRefused() throws IOException, InterruptedException {
        RunningProcess first = program.start(options("run", MANY_STEPS));
        try {
            first.await(() -> holds(folder.resolve("run/metrics.jsonl")), "first evaluation");
            isOneLine(
                    program.run(options("run", MANY_STEPS, "--resume")),
                    BAD_INPUT,
                    "run: required a directory that no other process writes to, found process " + first.pid());
        } finally {
            first.kill();
        }
    }

    private static boolean holds(Path metrics) {
        try {
            return Files.exists(metrics) && Files.size(metrics) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
