package dev.valence.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.Classifier;
import dev.valence.Prediction;
import dev.valence.Valence;
import dev.valence.data.Dataset;
import dev.valence.data.Split;
import dev.valence.evaluate.Comparison;
import dev.valence.evaluate.Evaluation;
import dev.valence.train.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example does what it says, with few texts. */
class ExamplesTest {
    private static final Dataset FILM = few(Dataset.builtIn());
    private static final List<String> TEXTS = List.of("not bad at all", "lovely start , dreadful end", "a film");

    @TempDir
    private static Path folder;

    private static Path film;

    @BeforeAll
    static void train() {
        film = folder.resolve("film");
        Run run = Train.train(FILM, film);
        assertThat(run.directory()).isEqualTo(film);
        assertThat(run.best().examples()).isEqualTo(FILM.dev().orElseThrow().size());
    }

    private static Dataset few(Dataset dataset) {
        return new Dataset(
                dataset.source(),
                dataset.labels(),
                few(dataset.train(), 199),
                dataset.dev().map(dev -> few(dev, 53)),
                dataset.test().map(test -> few(test, 53)));
    }

    private static Split few(Split split, int examples) {
        return new Split(split.name(), split.source(), split.examples().subList(0, examples), List.of());
    }

    private static Path texts(String name) throws IOException {
        return Files.write(folder.resolve(name), FILM.train().texts());
    }

    @Test
    void predict() {
        assertThat(Predict.predict(film, TEXTS.get(0))).matches("(negative|positive) with probability 0\\.\\d+");
    }

    @Test
    void fineTuneWhatWasPreTrained() throws IOException {
        Run encoder = PreTrain.preTrain(texts("corpus.txt"), folder.resolve("encoder"));
        assertThat(encoder.validation().figure("perplexity")).isGreaterThan(1);
        Run tuned = FineTune.fineTune(encoder.directory().toString(), FILM, folder.resolve("tuned"));
        assertThat(tuned.best().labels()).isEqualTo(FILM.labels());
        assertThat(tuned.model().resolve("provenance.json"))
                .content()
                .contains(encoder.model().toString());
    }

    @Test
    void distill() throws IOException {
        Path data = folder.resolve("data");
        FILM.write(data);
        Run run = Distill.distill(film, data, texts("more.txt"), folder.resolve("small"));
        assertThat(run.best().examples()).isEqualTo(53);
        assertThat(run.model().resolve("provenance.json")).content().contains("teacher");
    }

    @Test
    void trainBaselineAndCompare() {
        Path words = folder.resolve("words");
        Evaluation evaluation = TrainBaseline.trainBaseline(FILM, words);
        assertThat(evaluation.accuracy()).isBetween(0.5, 1.0);
        Comparison comparison =
                EvaluateAndCompare.compare(words, film, FILM.test().orElseThrow());
        assertThat(comparison.rows()).extracting(Comparison.Row::name).containsExactly("TF-IDF", "Transformer");
        assertThat(comparison.rows().get(1).test().pValue()).isBetween(0.0, 1.0);
    }

    @Test
    void exportOnnx() {
        Path out = folder.resolve("onnx");
        assertThat(ExportOnnx.export(film, out)).startsWith("inputs [input_ids");
        assertThat(out.resolve("model.onnx")).isRegularFile();
    }

    @Test
    void exportHuggingFace() {
        Path out = folder.resolve("huggingface");
        List<Path> weights = ExportHuggingFace.export(film.toString(), out);
        assertThat(weights).containsExactly(out.resolve("model.safetensors"));
        assertThat(weights.get(0)).isRegularFile();
        assertThat(Predict.predict(out, TEXTS.get(0))).contains(" with probability ");
    }

    @Test
    void serveManyThreads() {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (Classifier classifier = Valence.load(film)) {
            List<Prediction> together = classifier.predict(TEXTS);
            assertThat(ServeManyThreads.serve(classifier, TEXTS, pool))
                    .extracting(Prediction::probabilities)
                    .isEqualTo(together.stream().map(Prediction::probabilities).toList());
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void cancelAndResume() {
        AtomicInteger steps = new AtomicInteger();
        Path out = folder.resolve("resumed");
        Run stopped = CancelAndResume.train(FILM, out, () -> steps.getAndIncrement() == 5);
        assertThat(stopped.interrupted()).isTrue();
        assertThat(CancelAndResume.train(FILM, out, () -> false).interrupted()).isFalse();
        Path whole = folder.resolve("whole");
        CancelAndResume.train(FILM, whole, () -> false);
        String weights = "best/model.safetensors";
        assertThat(out.resolve(weights)).hasSameBinaryContentAs(whole.resolve(weights));
    }
}
