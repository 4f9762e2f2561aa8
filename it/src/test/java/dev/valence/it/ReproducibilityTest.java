package dev.valence.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What decides over the weights, and what does not: the seed does, threads and time do not. */
class ReproducibilityTest {
    @TempDir
    private static Path folder;

    private static Program program;

    @BeforeAll
    static void train() throws IOException, InterruptedException {
        program = Program.in(folder);
        program.finetune("first", "--seed", "7", "--threads", "2").succeeded();
    }

    private static Path weights(String run) {
        return folder.resolve(run).resolve("best/model.safetensors");
    }

    @ParameterizedTest(name = "{0} threads")
    @ValueSource(strings = {"1", "2", "3"})
    void theSameSeedGivesTheSameWeights(String threads) throws IOException, InterruptedException {
        String run = "threads" + threads;
        program.finetune(run, "--seed", "7", "--threads", threads).succeeded();
        assertThat(weights(run)).hasSameBinaryContentAs(weights("first"));
    }

    @Test
    void aModelIsMadeAgainFromWhatItSaysOfItself() throws IOException, InterruptedException {
        Result again = program.run("reproduce", "first", "--out", "again").succeeded();
        String hash = ConfigJson.read(folder.resolve("first/best/manifest.json"))
                .object("model.safetensors")
                .string("sha256");
        assertThat(again.outputLines())
                .endsWith("weights of first/best: " + hash, "weights of again/best: " + hash, "the same");
        assertThat(weights("again")).hasSameBinaryContentAs(weights("first"));
    }

    @Test
    void anotherSeedGivesOtherWeights() throws IOException, InterruptedException {
        program.finetune("other", "--seed", "8", "--threads", "2").succeeded();
        assertThat(Files.mismatch(weights("other"), weights("first"))).isNotNegative();
    }

    @Test
    void scalarKernelsTrainAndPredictTheSameButForRounding() throws IOException, InterruptedException {
        program.finetune("scalar", "--seed", "7", "--kernels", "scalar").succeeded();
        assertThat(provenance("scalar").string("kernels")).isEqualTo("java-scalar");
        program.finetune("vector", "--seed", "7", "--precision", "fp32").succeeded();
        program.run("evaluate", "--model", "vector", "--kernels", "scalar", "--predictions", "scalar.jsonl")
                .succeeded();
        List<String> scalar = Files.readAllLines(folder.resolve("scalar.jsonl"));
        List<String> auto = Files.readAllLines(folder.resolve("vector/predictions-dev.jsonl"));
        assertThat(scalar).hasSameSizeAs(auto).isNotEmpty();
        for (int i = 0; i < scalar.size(); i++) {
            assertThat(positive(scalar.get(i))).isCloseTo(positive(auto.get(i)), within(1e-4));
        }
    }

    @Test
    void withoutTheVectorModuleTheProgramFallsBackToScalarKernels() throws IOException, InterruptedException {
        Program without = program.withoutVectorModule();
        assertThat(without.run("--version").succeeded().output()).contains("kernels java-scalar");
        without.finetune("without", "--seed", "7").succeeded();
        assertThat(provenance("without").string("kernels")).isEqualTo("java-scalar");
        Result demanded = without.run("predict", "--model", "first", "--kernels", "vector", "fine");
        assertThat(demanded.exitCode()).isEqualTo(2);
        assertThat(demanded.messages()).singleElement().asString().contains("--add-modules jdk.incubator.vector");
    }

    private static ConfigJson provenance(String run) {
        return ConfigJson.read(folder.resolve(run).resolve("best/provenance.json"));
    }

    private static double positive(String line) {
        return ConfigJson.parse("predictions", line).object("probabilities").number("positive", 0, 1);
    }
}
