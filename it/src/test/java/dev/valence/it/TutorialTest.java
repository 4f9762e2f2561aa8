package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.data.Dataset;
import dev.valence.data.ReadOptions;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.corpus.TokenCorpus;
import dev.valence.internal.rows.DatasetReader;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.train.Training;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.train.TrainingConfig.Budget;
import dev.valence.internal.transformer.MaskedLanguageModel;
import dev.valence.internal.transformer.TransformerClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/tutorial.md keeps its promises: its commands are run in their order, on a little data where it has much, and its
 * Java is compiled and run.
 */
class TutorialTest {
    private static final String LAUNCHER = "./valence ";
    /** What would take long, and what stands for it here. */
    private static final Map<String, String> SHORTENED =
            Map.of("--minutes 40", "--steps 12", "--seeds 3", "--seeds 2 --epochs 1");

    private static final int TRAIN_ROWS = 160;
    private static final int DEV_ROWS = 40;

    @TempDir
    private static Path folder;

    private static Markdown tutorial;
    private static final Map<String, Result> RESULTS = new LinkedHashMap<>();

    @BeforeAll
    static void runAllCommands() throws IOException, InterruptedException {
        tutorial = Markdown.read(Program.PROJECT.resolve("docs/tutorial.md"));
        Program program = Program.in(folder);
        program.run("data", "write", "--out", "all").succeeded();
        Path data = Files.createDirectories(folder.resolve("data/sst2"));
        List<String> train = cut("train.tsv", data, TRAIN_ROWS);
        cut("dev.tsv", data, DEV_ROWS);
        List<String> reviews = train.stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf('\t')))
                .toList();
        Files.write(Files.createDirectories(folder.resolve("data/reviews")).resolve("reviews.txt"), reviews);
        for (String command : tutorial.code("sh")) {
            assertThat(command).startsWith(LAUNCHER);
            String line = command;
            for (Map.Entry<String, String> shortened : SHORTENED.entrySet()) {
                line = line.replace(shortened.getKey(), shortened.getValue());
            }
            String launcher = Program.PROJECT.resolve("valence") + " ";
            RESULTS.put(
                    command,
                    program.startShell(launcher + line.substring(LAUNCHER.length()))
                            .end());
        }
    }

    private static List<String> cut(String file, Path target, int rows) throws IOException {
        List<String> lines =
                Files.readAllLines(folder.resolve("all").resolve(file)).subList(0, rows + 1);
        Files.write(target.resolve(file), lines);
        return lines;
    }

    static Set<String> commands() {
        return RESULTS.keySet();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void aCommandDoesWhatItSays(String command) {
        assertThat(RESULTS.get(command).succeeded().output()).isNotEmpty();
    }

    static List<List<String>> examples() throws IOException {
        return Markdown.read(Program.PROJECT.resolve("docs/tutorial.md")).blocks("java");
    }

    @ParameterizedTest(name = "example {index}")
    @MethodSource("examples")
    void anExampleIsTheOneThatIsCompiled(List<String> example) throws IOException {
        Path source = Program.PROJECT.resolve("it/src/test/java/dev/valence/it/TutorialExamples.java");
        assertThat(Files.readAllLines(source).stream().map(String::strip).toList())
                .containsSequence(example.stream().map(String::strip).toList());
        assertThat(example).hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void theExamplesTellTheSameStory() throws IOException {
        Path texts = folder.resolve("data/reviews/reviews.txt");
        Path tokenizer = folder.resolve("java/tokenizer.json");
        Files.createDirectories(tokenizer.getParent());
        Dataset data = DatasetReader.read(folder.resolve("data/sst2"), ReadOptions.defaults());
        assertThat(TutorialExamples.baseline(data).examples()).isEqualTo(DEV_ROWS);

        TutorialExamples.tokenizer(List.of(texts), tokenizer);
        assertThat(tokenizer).hasSameTextualContentAs(folder.resolve("runs/tokenizer.json"));
        Path encoder = folder.resolve("java/encoder");
        TokenCorpus windows = TutorialExamples.windows(List.of(texts), tokenizer, folder.resolve("java/cache"));
        try (MaskedLanguageModel model = TutorialExamples.encoder(tokenizer, size(tokenizer))) {
            Training.Outcome outcome = TutorialExamples.pretrain(model, windows, shortened(), encoder);
            assertThat(outcome.steps()).isEqualTo(3);
        }
        Path tuned = folder.resolve("java/tuned");
        try (TransformerClassifier classifier = TutorialExamples.pretrained(encoder.resolve("best"), data)) {
            TrainingConfig config = new TrainingConfig(
                    Budget.ofSteps(3),
                    TrainingConfig.tutorial(2).batching(),
                    TrainingConfig.tutorial(2).optimization(),
                    TrainingConfig.tutorial(2).selection(),
                    42,
                    2);
            assertThat(TutorialExamples.finetune(classifier, data, config, tuned)
                            .best()
                            .accuracy())
                    .isBetween(0.2, 1.0);
        }
        Map<String, Path> models = Map.of("tuned", tuned.resolve("best"), "words", folder.resolve("runs/words"));
        assertThat(TutorialExamples.compare(models, data)).contains("McNemar", "tuned", "words");
        Path imported = folder.resolve("java/imported");
        TutorialExamples.fromHaiku(folder.resolve("runs/encoder.pkl"), folder.resolve("runs/tokenizer.json"), imported);
        try (MaskedLanguageModel opened = MaskedLanguageModel.open(imported, Backend.best(), 1)) {
            assertThat(opened.model().config().layers()).isEqualTo(6);
        }
    }

    private static TrainingConfig shortened() {
        TrainingConfig full = TrainingConfig.tutorialPretraining(2);
        return new TrainingConfig(
                Budget.ofSteps(3), full.batching(), full.optimization(), full.selection(), full.seed(), full.shards());
    }

    private static int size(Path file) {
        try (Tokenizer tokenizer = HuggingFaceTokenizer.open(file, 128)) {
            return tokenizer.vocabularySize();
        }
    }
}
