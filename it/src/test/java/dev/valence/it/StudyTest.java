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
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study from the command line: pre-trained against random weights, broken off and gone on with. */
class StudyTest {
    private static final int EXAMPLES = 400; // of dev and of test of the built-in corpus, see docs/corpus.md

    @TempDir
    private static Path folder;

    private static Program program;
    private static Result first;

    @BeforeAll
    static void runTheStudy() throws IOException, InterruptedException {
        program = Program.in(folder);
        Files.writeString(folder.resolve("corpus.txt"), "a lovely film\nnot a bad film\na dreadful start\n".repeat(11));
        List<String> pretraining =
                new ArrayList<>(List.of("pretrain", "--corpus", "corpus.txt", "--out", "pre", "--steps", "7"));
        pretraining.addAll(Program.TINY);
        program.run(pretraining).succeeded();
        first = study("study", "--seeds", "2", "--json", "study.json").succeeded();
        Files.copy(folder.resolve("study/report.html"), folder.resolve("first.html"));
    }

    private static Result study(String out, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("study", "--pretrained", "pre", "--out", out, "--steps", "23", "--shards", "2"));
        arguments.addAll(List.of(more));
        return program.run(arguments);
    }

    private static ConfigJson json(String file) {
        return ConfigJson.read(folder.resolve(file));
    }

    private static ConfigJson training(String run) {
        return json("study/" + run + "/best/provenance.json");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void theRunsDifferInTheirFirstWeightsOnly() {
        for (int i = 1; i <= 2; i++) {
            ConfigJson random = training("random-" + i);
            ConfigJson pretrained = training("pretrained-" + i);
            for (String same : List.of("model", "training", "data_hash", "tokenizer_hash", "kernels")) {
                assertThat(random.values().get(same))
                        .as(same)
                        .isNotNull()
                        .isEqualTo(pretrained.values().get(same));
            }
            assertThat(random.object("training").integer("seed", 0, 99)).isEqualTo(41 + i);
            assertThat(random.object("initialization").has("shape_from")).isTrue();
            assertThat(pretrained.object("initialization").has("from")).isTrue();
        }
        assertThat(training("random-1").object("model").integer("hidden_size", 1, 99))
                .isEqualTo(32);
        assertThat(folder.resolve("study/random-1/best/tokenizer.json"))
                .hasSameTextualContentAs(folder.resolve("pre/best/tokenizer.json"));
    }

    @Test
    void theFiguresFollowFromTheRuns() throws IOException {
        for (String split : List.of("dev", "test")) {
            ConfigJson figures = json("study.json").object("splits").object(split);
            assertThat(figures.integer("examples", 0, 9999)).isEqualTo(EXAMPLES);
            List<ConfigJson> methods = figures.objects("methods");
            assertThat(methods)
                    .extracting(method -> method.string("method"))
                    .containsExactly("TF-IDF + logistic regression", "random weights", "pre-trained weights");
            double one = accuracy("study/random-1/predictions-" + split + ".jsonl");
            double two = accuracy("study/random-2/predictions-" + split + ".jsonl");
            ConfigJson accuracy = methods.get(1).object("accuracy");
            assertThat(accuracy.number("mean", 0, 1)).isCloseTo((one + two) / 2, within(1e-12));
            assertThat(accuracy.number("standard_deviation", 0, 1))
                    .isCloseTo(Math.abs(one - two) / Math.sqrt(2), within(1e-12));
            assertThat(figures.objects("tests")).hasSize(3);
        }
        assertThat(first.output())
                .contains("On dev: accuracy", "On test: accuracy", "McNemar p", "over the seeds", "training time");
    }

    private static double accuracy(String predictions) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(predictions));
        long right = lines.stream()
                .map(line -> ConfigJson.parse(predictions, line))
                .filter(line -> line.string("truth").equals(line.string("predicted")))
                .count();
        return (double) right / lines.size();
    }

    @Test
    void theReportIsWellFormedAndNamesEveryRun() throws Exception {
        Path page = folder.resolve("first.html");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(page.toFile());
        assertThat(page)
                .content()
                .contains("<svg", "random-1", "random-2", "pretrained-1", "pretrained-2", "baseline")
                .contains("./valence study --pretrained pre --out study --steps 23 --shards 2 --seeds 2");
    }

    @Test
    void aBrokenStudyGoesOnAndEndsAlike() throws IOException, InterruptedException {
        String before = Files.readString(folder.resolve("study/random-2/predictions-dev.jsonl"));
        String kept = Files.readString(folder.resolve("study/pretrained-1/result.json"));
        Files.delete(folder.resolve("study/random-2/result.json")); // as if stopped before it was scored
        Files.delete(folder.resolve("study/random-2/predictions-dev.jsonl"));
        Files.delete(folder.resolve("study/pretrained-2/result.json")); // as if killed before the first checkpoint
        delete(folder.resolve("study/pretrained-2/checkpoints"));

        Result other = study("study", "--resume", "--learning-rate", "1e-4");
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.messages()).last().asString().contains("found other values of training", "study.json");

        Result resumed = study("study", "--resume", "--seeds", "3").succeeded();
        assertThat(folder.resolve("study/random-2/predictions-dev.jsonl")).hasContent(before);
        assertThat(folder.resolve("study/pretrained-1/result.json")).hasContent(kept);
        assertThat(resumed.errors()).contains("random-3, seed 44").doesNotContain("pretrained-1, seed");
        assertThat(folder.resolve("study/pretrained-3/result.json")).exists();
        // two metrics files for the run that was begun anew would be the trace of the first
        assertThat(folder.resolve("study/pretrained-2/metrics.jsonl"))
                .content()
                .containsOnlyOnce("\"event\":\"validation\"");
    }
}
