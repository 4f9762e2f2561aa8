package dev.valence.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PredictionsFileTest {
    private static final String SECOND =
            "{\"index\":1,\"text_sha256\":\"00\",\"truth\":\"b\",\"predicted\":\"a\",\"probabilities\":{\"a\":1,\"b\":0}}";
    private static final String FIRST = SECOND.replace("\"index\":1", "\"index\":0");

    @TempDir
    Path folder;

    @Test
    void linesAreAsDescribed() throws IOException {
        Path file = folder.resolve("predictions.jsonl");
        Evaluation evaluation = Evaluation.of(
                LabelSet.of("schön", "\"b\""),
                List.of(new Example("abc", 1), new Example("", 0)),
                List.of(
                        new Prediction(LabelSet.of("schön", "\"b\""), new float[] {0.9f, 0.1f}),
                        new Prediction(LabelSet.of("schön", "\"b\""), new float[] {0.25f, 0.75f})),
                Duration.ZERO);
        PredictionsFile.write(file, evaluation);
        // SHA-256 of "abc" and of nothing: FIPS 180-2, appendix B.1, and NIST's example of the empty message.
        assertThat(Files.readString(file)).isEqualTo("""
                        {"index":0,"text_sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",\
                        "truth":"\\"b\\"","predicted":"schön","probabilities":{"schön":0.9,"\\"b\\"":0.1}}
                        {"index":1,"text_sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",\
                        "truth":"schön","predicted":"\\"b\\"","probabilities":{"schön":0.25,"\\"b\\"":0.75}}
                        """);
    }

    @Test
    void readsBackWhatWasWritten() {
        Path file = folder.resolve("predictions.jsonl");
        Evaluation written = EvaluationTest.sample();
        PredictionsFile.write(file, written);
        Evaluation read = PredictionsFile.read(file);
        assertThat(read.labels()).isEqualTo(written.labels());
        assertThat(read.truth()).isEqualTo(written.truth());
        assertThat(read.predictedLabels()).isEqualTo(written.predictedLabels());
        assertThat(read.textDigests()).isEqualTo(written.textDigests());
        assertThat(read.examplesDigest()).isEqualTo(written.examplesDigest());
        assertThat(read.logLoss()).isEqualTo(written.logLoss());
        assertThat(read.wallTime()).isEmpty();
        assertThat(read.toJson()).doesNotContainKey("seconds");
    }

    @Test
    void keysOfOthersAndAMissingLastLineEndDoNotMatter() throws IOException {
        Path file = write(FIRST.replace("{\"index\"", "{\"text\":[{}],\"index\"") + "\n" + SECOND);
        assertThat(PredictionsFile.read(file).examples()).isEqualTo(2);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("empty", "", "required at least one line, found none"),
                Arguments.of("no JSON", FIRST + "\nnonsense", "line 2: required a JSON object a line"),
                Arguments.of("an array", "[]", "line 1: required a JSON object a line, found ["),
                Arguments.of("cut", FIRST.substring(0, 40), "required a JSON object a line"),
                Arguments.of("a line missing", SECOND, "required 0 for 'index', found 1"),
                Arguments.of("a line twice", FIRST + "\n" + FIRST, "line 2: required 1 for 'index', found 0"),
                Arguments.of(
                        "index a string",
                        FIRST.replace(":0,", ":\"0\","),
                        "an integer in [0, 2^31) for 'index', found \"0\""),
                Arguments.of("index too large", FIRST.replace(":0,", ":2147483648,"), "line 1: required"),
                Arguments.of("no truth", FIRST.replace("\"truth\"", "\"label\""), "a string for 'truth', found none"),
                Arguments.of(
                        "truth unknown",
                        FIRST.replace("truth\":\"b", "truth\":\"c"),
                        "one of [a, b] for 'truth', found \"c\""),
                Arguments.of(
                        "truth a number", FIRST.replace("truth\":\"b\"", "truth\":1"), "a string for 'truth', found 1"),
                Arguments.of(
                        "predicted not the most probable",
                        FIRST.replace("predicted\":\"a", "predicted\":\"b"),
                        "the most probable class, a, for 'predicted', found \"b\""),
                Arguments.of(
                        "probability above 1",
                        FIRST.replace(":1,\"b\"", ":1.5,\"b\""),
                        "in [0.0, 1.0] for 'probabilities.a', found 1.5"),
                Arguments.of(
                        "probability null",
                        FIRST.replace(":1,\"b\"", ":null,\"b\""),
                        "in [0.0, 1.0] for 'probabilities.a', found null"),
                Arguments.of("a class twice", FIRST.replace("\"b\":0", "\"a\":0"), "every key once, found 'a' twice"),
                Arguments.of("no classes", FIRST.replace("{\"a\":1,\"b\":0}", "{}"), "at least one probability"),
                Arguments.of(
                        "other classes on the second line",
                        FIRST + "\n" + SECOND.replace("\"b\":0", "\"c\":0"),
                        "line 2: required those of [a, b], as on the first line, for 'probabilities', found {\"a\":1,\"c\":0}"),
                Arguments.of("deep", "{\"x\":" + "[".repeat(100_000), "required a JSON object a line"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void mistakesNameTheLine(String name, String content, String message) throws IOException {
        Path file = write(content);
        assertThatThrownBy(() -> PredictionsFile.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @Test
    void missingFileAndFolder() {
        assertThatThrownBy(() -> PredictionsFile.read(folder.resolve("none")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no such file");
        Evaluation evaluation = EvaluationTest.sample();
        assertThatThrownBy(() -> PredictionsFile.write(folder.resolve("none").resolve("p"), evaluation))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write");
    }

    private Path write(String content) throws IOException {
        return Files.writeString(folder.resolve("bad.jsonl"), content);
    }
}
