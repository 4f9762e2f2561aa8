package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** README.md keeps its promises: its commands are run as they stand, its example is compiled and run. */
class ReadmeTest {
    private static final String LAUNCHER = "./valence ";
    private static final String QUICKSTART = LAUNCHER + "quickstart";
    /** Points of accuracy; the half width of the interval of 400 examples is 4 at 0.80 and 2 at 0.97. */
    private static final double CLEAR_MARGIN = 0.07;

    @TempDir
    private static Path folder;

    private static Markdown readme;
    private static final Map<String, Result> RESULTS = new LinkedHashMap<>();

    @BeforeAll
    static void runAllCommands() throws IOException, InterruptedException {
        readme = Markdown.read(Program.PROJECT.resolve("README.md"));
        Path launcher = folder.resolve("valence");
        Files.writeString(launcher, "#!/usr/bin/env bash\nexec '" + Program.PROJECT.resolve("valence") + "' \"$@\"\n");
        if (!launcher.toFile().setExecutable(true)) {
            throw new IllegalStateException(launcher + " cannot be made executable");
        }
        Program program = Program.in(folder);
        for (String command : readme.code("sh")) {
            if (command.startsWith(LAUNCHER)) {
                RESULTS.put(command, program.startShell(command).end());
            }
        }
    }

    static Set<String> commands() {
        return RESULTS.keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void aCommandDoesWhatItSays(String command) {
        assertThat(RESULTS.get(command).succeeded().output()).isNotEmpty();
    }

    @Test
    void commandsAreForTheLauncherOrTheVeryBuildOfContinuousIntegration() throws IOException {
        List<String> run = Files.readAllLines(Program.PROJECT.resolve(".ci/run"));
        assertThat(readme.code("sh"))
                .contains(QUICKSTART)
                .filteredOn(command -> !command.startsWith(LAUNCHER))
                .isNotEmpty()
                .isSubsetOf(run);
    }

    @Test
    void theQuickstartShowsThatTheTransformerLearnsWhatTheBaselineCannot() {
        List<String> table = RESULTS.get(QUICKSTART).succeeded().outputLines().stream()
                .dropWhile(line -> !line.startsWith("4. Side by side"))
                .toList();
        double baseline = accuracy(table, "TF-IDF + logistic regression");
        // docs/corpus.md: 75 to 82 %
        assertThat(baseline).isBetween(0.70, 0.87);
        assertThat(accuracy(table, "Transformer")).isGreaterThan(baseline + CLEAR_MARGIN);
    }

    private static double accuracy(List<String> table, String name) {
        String row =
                table.stream().filter(line -> line.startsWith(name)).findFirst().orElseThrow();
        String cells = row.substring(name.length()).strip();
        return Double.parseDouble(cells.substring(0, cells.indexOf(' ')));
    }

    @Test
    void theLibraryExampleIsTheOneThatIsCompiled() throws IOException {
        Path source = Program.PROJECT.resolve("it/src/test/java/dev/valence/it/LibraryExample.java");
        List<String> example = readme.code("java");
        assertThat(example).hasSizeBetween(4, 6);
        assertThat(withoutIndent(Files.readAllLines(source))).containsSequence(withoutIndent(example));
    }

    private static List<String> withoutIndent(List<String> lines) {
        return lines.stream().map(String::strip).toList();
    }

    /** The model is the one that the commands have trained. */
    @Test
    void theLibraryExampleSaysWhatTheProgramSays() throws IOException, InterruptedException {
        Program program = Program.in(folder);
        String answer = program.run("predict", "--model", "runs/film", "not bad at all")
                .succeeded()
                .output();
        String label = answer.substring(0, answer.indexOf('\t'));
        assertThat(program.withMain(LibraryExample.class).run().succeeded().output())
                .startsWith(label + " with probability 0.");
    }

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(Program.PROJECT.resolve("docs"))) {
            return Stream.concat(
                    docs.filter(file -> file.toString().endsWith(".md")),
                    Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "THIRD-PARTY.md")
                            .map(Program.PROJECT::resolve))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadToFiles(Path document) throws IOException {
        assertThat(Markdown.read(document).localLinks())
                .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
    }
}
