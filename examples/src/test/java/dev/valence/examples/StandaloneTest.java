package dev.valence.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project in {@code standalone} resolves, builds and runs with the packaged modules, as with released ones. */
class StandaloneTest {
    private static final String VERSION = "0.1.0";

    @TempDir
    private Path folder;

    @Test
    void aProjectWithoutParentBuildsAndRuns() throws IOException, InterruptedException {
        for (String module :
                List.of("compute", "core", "formats", "hub", "maven", "onednn", "onnx", "tokenizers-native")) {
            Path jar = Project.ROOT.resolve(Path.of(module, "target", "valence-" + module + "-" + VERSION + ".jar"));
            assumeTrue(Files.exists(jar), jar + " is not packaged; run this test with mvn verify");
        }
        String run = Project.EXAMPLES.resolve("standalone/run").toString();
        assertThat(Project.run(folder, List.of(run)))
                .containsPattern("accuracy on dev: 0\\.\\d+")
                .containsPattern("not bad at all: (negative|positive)");
    }
}
