package dev.valence.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.valence.data.Dataset;
import dev.valence.train.Baseline;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application in {@code module-path}, compiled and run with every jar on the module path. */
class ModulePathTest {
    private static final Pattern LIBRARY = Pattern.compile(
            ".*/(valence-core|valence-compute|slf4j-api|fastcsv|jackson-core|jspecify|protobuf-java)-[^/]*\\.jar");

    @TempDir
    private Path folder;

    @Test
    void anApplicationThatRequiresTheModuleRuns() throws IOException, InterruptedException {
        String modulePath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> LIBRARY.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
        assumeTrue(modulePath.contains("valence-core"), "core is not packaged; run this test with mvn verify");
        Path model = folder.resolve("words");
        Baseline.of(Dataset.builtIn()).train(model).close();
        Path sources = Project.EXAMPLES.resolve("module-path");
        Project.run(
                folder,
                List.of(
                        Project.jdk("javac"),
                        "--release=17",
                        "-Xlint:all,-requires-automatic",
                        "-Werror",
                        "--module-path=" + modulePath,
                        "-d",
                        "classes",
                        sources.resolve("module-info.java").toString(),
                        sources.resolve("org/example/Main.java").toString()));
        String printed = Project.run(
                folder,
                List.of(
                        Project.jdk("java"),
                        "--module-path=classes" + File.pathSeparator + modulePath,
                        "--add-modules=ALL-MODULE-PATH,jdk.incubator.vector",
                        "--module=org.example.film/org.example.Main",
                        model.toString(),
                        "a wonderful film"));
        assertThat(printed.lines()).endsWith("positive", "module dev.valence.core");
    }
}
