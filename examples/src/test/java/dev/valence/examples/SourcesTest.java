package dev.valence.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Examples are short, and use what is made for users. */
class SourcesTest {
    private static final int MOST_LINES = 30;

    static List<Path> sources() throws IOException {
        return Stream.concat(Project.sources("src/main"), Project.sources("spring-boot/src/main"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void anExampleIsShort(Path source) throws IOException {
        assertThat(Files.readAllLines(source)).hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    static List<Path> allSources() throws IOException {
        return Project.sources("").toList();
    }

    @ParameterizedTest
    @MethodSource("allSources")
    void nothingInternalIsImported(Path source) throws IOException {
        assertThat(Files.readAllLines(source)).noneMatch(line -> line.startsWith("import dev.valence.internal"));
    }
}
