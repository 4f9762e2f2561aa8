package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model trained, evaluated, compared and used from the command line, and the files that this leaves. */
class TrainingStoryTest {
    private static final int DEV_EXAMPLES = 400; // of the built-in corpus, see docs/corpus.md
    private static final String[] TEXTS = {"not bad at all", "lovely start , dreadful end"};

    @TempDir
    private static Path folder;

    private static Program program;
    private static Result trained;

    @BeforeAll
    static void train() throws IOException, InterruptedException {
        program = Program.in(folder);
        trained = program.finetune("run", "--evaluate-every", "50", "--profile", "--json", "trained.json")
                .succeeded();
        program.run("baseline", "--out", "words").succeeded();
        program.run("evaluate", "--model", "run", "--json", "evaluated.json", "--predictions", "predicted.jsonl")
                .succeeded();
    }

    private static ConfigJson json(String file) {
        return ConfigJson.read(folder.resolve(file));
    }

    private static List<ConfigJson> lines(String file) throws IOException {
        List<ConfigJson> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            lines.add(ConfigJson.parse(file, line));
        }
        return lines;
    }

    @Test
    void aRunLeavesModelLogsAndPredictions() throws IOException {
        assertThat(folder.resolve("run/best"))
                .isDirectoryContaining("glob:**config.json")
                .isDirectoryContaining("glob:**model.safetensors")
                .isDirectoryContaining("glob:**tokenizer.json")
                .isDirectoryContaining("glob:**provenance.json");
        assertThat(folder.resolve("run"))
                .isDirectoryContaining("glob:**events.out.tfevents.*")
                .isDirectoryContaining("glob:**report.html")
                .isDirectoryNotContaining("glob:**.valence-*");
        assertThat(lines("run/predictions-dev.jsonl")).hasSize(DEV_EXAMPLES);
    }

    @Test
    void provenanceSaysWhatTheModelWasMadeOf() {
        ConfigJson provenance = json("run/best/provenance.json");
        assertThat(provenance.string("data")).isEqualTo("builtin");
        assertThat(provenance.object("training").longInteger("seed", 0, Long.MAX_VALUE))
                .isEqualTo(42);
        assertThat(provenance.object("training").integer("shards", 1, 256)).isEqualTo(2);
        assertThat(provenance.integer("data_rows", 0, 10_000)).isEqualTo(4_000);
        assertThat(provenance.string("commit")).matches("unknown|[0-9a-f]{7,40}(-dirty)?");
        assertThat(provenance.number("seconds", 0, 1_000)).isPositive();
        assertThat(folder.resolve("run/best/README.md"))
                .content()
                .contains("pipeline_tag: text-classification", "| training.seed | 42 |", "## Intended use", "## Limits")
                .containsPattern("\\| accuracy \\| (0\\.\\d{1,4}|1) \\|")
                .containsPattern("\\| negative( \\| [01]\\.\\d{3}){3} \\| 200 \\|");
    }

    /** Texts of at most 9 tokens are shorter than most, so that dev is read in windows. */
    @Test
    void aModelTrainedWithAllAidsIsEvaluatedAsItWasInTraining() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--max-length", "9", "--batch-size", "13"));
        arguments.addAll(List.of("--class-weights", "negative=2,positive=0.5", "--label-smoothing", "0.1"));
        arguments.addAll(List.of("--accumulate", "7", "--freeze-layers", "1", "--freeze-embeddings"));
        arguments.addAll(List.of("--layer-decay", "0.5", "--decay-biases", "--long-texts", "mean", "--stride", "4"));
        arguments.addAll(List.of("--json", "aided.json"));
        program.finetune("aided", arguments.toArray(String[]::new)).succeeded();
        program.run("evaluate", "--model", "aided", "--json", "again.json").succeeded();
        ConfigJson provenance = json("aided/best/provenance.json");
        assertThat(json("again.json").number("accuracy", 0, 1))
                .isEqualTo(json("aided.json").number("accuracy", 0, 1))
                .isEqualTo(provenance.object("validation").number("accuracy", 0, 1));
        assertThat(json("again.json").number("log_loss", 0, 9))
                .isCloseTo(provenance.object("validation").number("loss", 0, 9), within(1e-6));
        assertThat(json("aided/best/config.json").object("long_texts").integer("stride", 1, 9))
                .isEqualTo(4);
        assertThat(provenance.object("training").values())
                .containsEntry("accumulation", 7L)
                .containsEntry("class_weights", List.of("negative=2.0", "positive=0.5"))
                .containsEntry("label_smoothing", 0.1)
                .containsEntry("freeze_layers", 1L)
                .containsEntry("freeze_embeddings", true)
                .containsEntry("layer_decay", 0.5)
                .containsEntry("decay_biases", true);
    }

    @Test
    void metricsHaveALineForEachEvaluation() throws IOException {
        // 4,000 texts in batches of 64 are 63 steps: one evaluation after 50, one at the end of the epoch
        assertThat(lines("run/metrics.jsonl"))
                .filteredOn(line -> line.string("event").equals("validation"))
                .extracting(line -> line.integer("step", 0, 1000))
                .containsExactly(50, 63);
    }

    @Test
    void theProfileNamesTheKernelsAndAddsUpToAllTime() {
        List<String> table = trained.outputLines().stream()
                .dropWhile(line -> !line.startsWith("where the time of training went"))
                .skip(1)
                .takeWhile(line -> line.endsWith("%"))
                .toList();
        assertThat(table).anyMatch(line -> line.contains("ttention")).hasSizeGreaterThan(5);
        double all = table.stream().mapToDouble(TrainingStoryTest::share).sum();
        assertThat(all).isCloseTo(100, within(1.0)); // shares are printed with one decimal
        assertThat(trained.outputLines()) // its 63 steps are too few to be warm
                .contains("allocated on the heap by a step, after the first 100: not counted, that takes a longer run");
    }

    private static double share(String line) {
        String number = line.substring(0, line.length() - " %".length());
        return Double.parseDouble(number.substring(number.lastIndexOf(' ') + 1));
    }

    @Test
    void figuresFollowFromThePredictions() throws IOException {
        List<ConfigJson> predictions = lines("predicted.jsonl");
        long right = predictions.stream()
                .filter(line -> line.string("truth").equals(line.string("predicted")))
                .count();
        double accuracy = (double) right / DEV_EXAMPLES;
        ConfigJson figures = json("evaluated.json");
        assertThat(figures.integer("examples", 0, 1000)).isEqualTo(DEV_EXAMPLES);
        assertThat(figures.number("accuracy", 0, 1)).isEqualTo(accuracy, within(1e-12));
        assertThat(figures.number("macro_f1", 0, 1))
                .isEqualTo((f1(predictions, "negative") + f1(predictions, "positive")) / 2, within(1e-12));
        assertThat((List<?>) figures.values().get("accuracy_interval"))
                .extracting(bound -> ((Number) bound).doubleValue())
                .satisfiesExactly(
                        low -> assertThat(low).isCloseTo(wilson(accuracy, -1), within(1e-9)),
                        high -> assertThat(high).isCloseTo(wilson(accuracy, 1), within(1e-9)));
    }

    private static double f1(List<ConfigJson> predictions, String label) {
        double both = 0;
        double either = 0;
        for (ConfigJson line : predictions) {
            boolean truth = line.string("truth").equals(label);
            boolean predicted = line.string("predicted").equals(label);
            both += truth && predicted ? 2 : 0;
            either += (truth ? 1 : 0) + (predicted ? 1 : 0);
        }
        return both / either;
    }

    /** A bound of Wilson's score interval for 400 examples; 1.96 is the normal quantile of 97.5 %. */
    private static double wilson(double p, int side) {
        double z = 1.959963984540054;
        int n = DEV_EXAMPLES;
        return (p + z * z / (2 * n) + side * z * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n))) / (1 + z * z / n);
    }

    @Test
    void aModelReadBackIsTheModelThatWasTrained() {
        assertThat(json("evaluated.json").number("accuracy", 0, 1))
                .isEqualTo(json("trained.json").number("accuracy", 0, 1))
                .isEqualTo(json("run/best/provenance.json").object("validation").number("accuracy", 0, 1));
        assertThat(folder.resolve("predicted.jsonl"))
                .hasSameTextualContentAs(folder.resolve("run/predictions-dev.jsonl"));
    }

    @Test
    void textsArePredictedAlikeFromArgumentsFileAndStandardInput() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("texts.txt"), String.join("\n", TEXTS) + "\n");
        Result arguments =
                program.run("predict", "--model", "run", TEXTS[0], TEXTS[1]).succeeded();
        Result file = program.run("predict", "--model", "run/best", "--input", "texts.txt")
                .succeeded();
        Result input = program.runOn(String.join("\n", TEXTS) + "\n", "predict", "--model", "run")
                .succeeded();
        assertThat(arguments.outputLines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("(negative|positive)\t[01]\\.\\d{4}\t" + TEXTS[0]),
                        line -> assertThat(line).matches("(negative|positive)\t[01]\\.\\d{4}\t" + TEXTS[1]));
        assertThat(Stream.of(file, input)).extracting(Result::output).containsOnly(arguments.output());
    }

    @Test
    void predictionsAsJsonHaveAllProbabilities() throws IOException, InterruptedException {
        Result result =
                program.run("predict", "--model", "run", "--jsonl", TEXTS[0]).succeeded();
        ConfigJson line = ConfigJson.parse("output", result.output().strip());
        ConfigJson probabilities = line.object("probabilities");
        assertThat(line.string("text")).isEqualTo(TEXTS[0]);
        assertThat(probabilities.number("negative", 0, 1) + probabilities.number("positive", 0, 1))
                .isCloseTo(1, within(1e-6));
    }

    @Test
    void theBaselineIsAModelToo() throws IOException, InterruptedException {
        program.run("evaluate", "--model", "words", "--json", "words.json").succeeded();
        // docs/corpus.md: TF-IDF gets 75 to 82 % right; the interval of 400 examples is 4 points wide
        assertThat(json("words.json").number("accuracy", 0, 1)).isBetween(0.71, 0.86);
        Result predicted = program.run("predict", "--model", "words", "brilliant", "dreadful")
                .succeeded();
        assertThat(predicted.outputLines())
                .extracting(line -> line.substring(0, line.indexOf('\t')))
                .containsExactly("positive", "negative");
    }

    @Test
    void runsAreComparedSideBySide() throws IOException, InterruptedException {
        Result compared = program.run("compare", "words", "run", "--json", "compared.json")
                .succeeded();
        assertThat(compared.output()).contains("McNemar", "words", "run", DEV_EXAMPLES + " examples");
        List<ConfigJson> rows = json("compared.json").objects("rows");
        assertThat(rows).extracting(row -> row.string("name")).containsExactly("words", "run");
        double difference = rows.get(1).number("difference", -1, 1);
        int onlyWords = rows.get(1).integer("only_first_right", 0, DEV_EXAMPLES);
        int onlyRun = rows.get(1).integer("only_this_right", 0, DEV_EXAMPLES);
        assertThat(onlyWords + onlyRun).isPositive();
        assertThat(difference).isCloseTo((double) (onlyRun - onlyWords) / DEV_EXAMPLES, within(1e-12));
    }
}
