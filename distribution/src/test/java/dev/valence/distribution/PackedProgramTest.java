package dev.valence.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The archive and the application image start without the sources, train, save and predict. */
class PackedProgramTest {
    private static final Path ZIP = Path.of(System.getProperty("valence.zip"));
    private static final Path ARCHIVE = Path.of(System.getProperty("valence.archive"));
    private static final Path IMAGE = Path.of(System.getProperty("valence.image"));
    private static final long LIMIT_MINUTES = 5;

    @TempDir
    private Path folder;

    /** What was packed. */
    enum Packed {
        ARCHIVE_WITH_SCRIPT(ARCHIVE.resolve("bin/valence"), System.getProperty("java.home")),
        /** It must not need a Java of this machine. */
        IMAGE_WITH_JAVA(IMAGE.resolve("bin/valence"), "/nowhere");

        private final Path program;
        private final String javaHome;

        Packed(Path program, String javaHome) {
            this.program = program;
            this.javaHome = javaHome;
        }
    }

    /** The JDK's tools unpack archives without permissions, those of systems with them. */
    @BeforeAll
    static void setPermissions() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(ZIP, Map.of("enablePosixFileAttributes", true))) {
            Path packed = zip.getPath(ARCHIVE.getFileName().toString(), "bin", "valence");
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(packed);
            assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rwxr-xr-x");
            Files.setPosixFilePermissions(ARCHIVE.resolve("bin/valence"), permissions);
        }
    }

    @ParameterizedTest
    @EnumSource
    void itStartsWithTheFastestKernels(Packed packed) throws IOException, InterruptedException {
        assertThat(run(packed, "--version"))
                .contains("valence ", "java ", "kernels java-vector")
                .doesNotContain("Exception");
    }

    @ParameterizedTest
    @EnumSource
    void itTrainsAndPredicts(Packed packed) throws IOException, InterruptedException {
        run(packed, "baseline", "--out", "words");
        assertThat(run(packed, "predict", "--model", "words", "a lovely film")).endsWith("\ta lovely film\n");
        String small = "--layers 1 --heads 2 --width 32 --feed-forward 32 --vocabulary-size 300 --steps 1";
        List<String> finetune = new ArrayList<>(List.of("finetune", "--out", "order"));
        finetune.addAll(List.of(small.split(" ", -1)));
        run(packed, finetune.toArray(String[]::new));
        assertThat(run(packed, "predict", "--model", "order", "a lovely film")).endsWith("\ta lovely film\n");
    }

    @Test
    void theArchiveStartsThroughALink() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(folder.resolve("valence"), ARCHIVE.resolve("bin/valence"));
        assertThat(run(link, System.getProperty("java.home"), "--help")).startsWith("Usage: valence");
        Files.delete(link);
    }

    @Test
    void licencesAreThere() throws IOException {
        assertThat(ARCHIVE.resolve("LICENSE")).isNotEmptyFile();
        try (Stream<Path> jars = Files.list(ARCHIVE.resolve("lib"))) {
            List<String> strangers = jars.map(jar -> jar.getFileName().toString())
                    .filter(name -> name.endsWith(".jar") && !name.startsWith("valence-"))
                    .map(name -> name.substring(0, name.length() - ".jar".length()))
                    .toList();
            assertThat(Files.readString(ARCHIVE.resolve("THIRD-PARTY.md"))).contains(strangers);
        }
    }

    private String run(Packed packed, String... arguments) throws IOException, InterruptedException {
        return run(packed.program, packed.javaHome, arguments);
    }

    /** Runs it to its end and returns what it printed to standard output. */
    private String run(Path program, String javaHome, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().put("VALENCE_CACHE", folder.resolve("cache").toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        assertThat(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readString(output);
    }
}
