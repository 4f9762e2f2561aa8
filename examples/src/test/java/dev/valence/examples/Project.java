package dev.valence.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The folders of the project, and programs that are run in them. */
final class Project {
    /** Surefire runs in the folder of the module. */
    static final Path EXAMPLES = Path.of("").toAbsolutePath();

    static final Path ROOT = EXAMPLES.getParent();

    private static final long MINUTES = 10;

    private Project() {}

    /** The examples below a folder, in Java and Kotlin. */
    static Stream<Path> sources(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES.resolve(folder))) {
            return files
                    .filter(file ->
                            file.toString().endsWith(".java") || file.toString().endsWith(".kt"))
                    .filter(file -> !file.toString().contains("target"))
                    .toList()
                    .stream();
        }
    }

    /** A program of the JDK that runs the tests. */
    static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /** What a program printed; it must end well. */
    static String run(Path folder, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        String repository = System.getProperty("localRepository");
        if (repository != null) {
            builder.environment().put("MAVEN_REPOSITORY", repository);
        }
        Process process = builder.start();
        try {
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }
}
