package dev.valence.formats.haiku;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.formats.pickle.HostilePickles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 10,000 damaged pickles of each kind and the hostile ones, read by a JVM that has 256 MB: nothing executed. */
class PickleMutationsTest {
    private static final String SEED = "20251125";
    private static final int MUTATIONS = 10_000;
    private static final Path GOLDEN = Path.of("src/test/resources/reference");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"haiku", "pickle"})
    void endInOneExceptionWithin256Megabytes(String kind) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                PickleMutations.class.getName(),
                SEED,
                String.valueOf(MUTATIONS)));
        command.addAll(golden(kind));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(Files.createDirectory(folder.resolve("empty")).toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor())
                .as("seed %s: %s", SEED, Files.readString(output))
                .isZero();
        List<Integer> counts = Pattern.compile(" ")
                .splitAsStream(Files.readString(output).strip())
                .map(Integer::valueOf)
                .toList();
        assertThat(counts.get(0))
                .as("hostile, refused")
                .isEqualTo(HostilePickles.all().size() + 1);
        assertThat(counts.subList(1, 3)).allSatisfy(count -> assertThat(count).isPositive());
        assertThat(counts.get(1) + counts.get(2) + counts.get(3)).isEqualTo(MUTATIONS);
        try (Stream<Path> left = Files.list(folder.resolve("empty"))) {
            assertThat(left).as("files that a pickle has made").isEmpty();
        }
    }

    private static List<String> golden(String kind) throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN.resolve(kind))) {
            return files.filter(file -> file.toString().endsWith(".pkl"))
                    .map(file -> file.toAbsolutePath().toString())
                    .sorted()
                    .toList();
        }
    }
}
