package dev.valence.formats.haiku;

import static dev.valence.internal.compute.Numbers.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.formats.pickle.PickleFile;
import dev.valence.formats.pickle.PickleWriter;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.model.DropoutRates;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.model.HaikuReference;
import dev.valence.internal.model.Models;
import dev.valence.internal.model.Pass;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.model.Workspace;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.transformer.MaskedLanguageModel;
import dev.valence.internal.transformer.TransformerClassifier;
import dev.valence.train.PositionKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that the tutorial's code pickled give its logits here, and come back as they were. */
class HaikuModelsTest {
    private static final Path PICKLES = Path.of("src/test/resources/reference/haiku");
    private static final String CLASSIFIER = "classifier_train_state.pkl";
    private static final String MASKED = "mlm_params_numpy_protocol2.pkl";
    private static final int HEADS = 3;

    private final HaikuReference reference = new HaikuReference();

    @TempDir
    Path folder;

    private Path tokenizer;
    private Path model;

    @BeforeEach
    void writeTokenizer() throws IOException {
        tokenizer = wordTokenizer("tokenizer.json", 7);
        model = folder.resolve("model");
    }

    private Path wordTokenizer(String name, int words) throws IOException {
        StringBuilder vocabulary = new StringBuilder("\"[UNK]\": 0");
        for (int i = 1; i < words; i++) {
            vocabulary.append(", \"word").append(i).append("\": ").append(i);
        }
        return Files.writeString(folder.resolve(name), """
                {"version": "1.0", "pre_tokenizer": {"type": "Whitespace"},
                 "model": {"type": "WordLevel", "vocab": {%s}, "unk_token": "[UNK]"}}""".formatted(vocabulary));
    }

    private HaikuCheckpoint take(String pickle, String... labels) {
        HaikuModels.Options options =
                new HaikuModels.Options(HEADS, reference.config().maximumLength(), List.of(labels));
        return HaikuModels.toDirectory(PICKLES.resolve(pickle), tokenizer, options, model);
    }

    @Test
    void aClassifierGivesTheLogitsOfTheTutorialsCode() {
        assertThat(take(CLASSIFIER).place()).isEqualTo("TrainingState[0]");
        try (TransformerClassifier classifier = TransformerClassifier.open(model, Backend.best(), 1)) {
            assertThat(classifier.labels()).isEqualTo(LabelSet.of("negative", "positive"));
            EncoderConfig config = classifier.model().config();
            DropoutRates none = new DropoutRates(0f, 0f, config.dropouts().insideFeedForward());
            assertThat(config.withDropouts(none)).isEqualTo(reference.config());
            float[] logits = logits(classifier.model(), Pass.firstTokens(reference.texts()));
            assertClose("logits", logits, reference.numbers("classifier_logits"), 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlm_train_state_protocol4.pkl", "mlm_train_state_protocol5.pkl", MASKED})
    void aMaskedLanguageModelGivesTheLogitsOfTheTutorialsCode(String pickle) {
        assertThat(take(pickle).shape().head()).isEqualTo(HaikuHead.MASKED_LANGUAGE);
        try (MaskedLanguageModel masked = MaskedLanguageModel.open(model, Backend.best(), 1)) {
            TokenBatch texts = reference.maskedTexts();
            int[] every = IntStream.range(0, texts.tokens()).toArray();
            float[] logits = logits(masked.model(), Pass.rows(texts, every, texts.offsets()));
            assertClose("logits", logits, reference.maskedLogits(), 1e-5);
        }
    }

    private static float[] logits(TransformerModel model, Pass pass) {
        Workspace workspace = model.inferenceWorkspace();
        model.forward(workspace, pass);
        return workspace.logits();
    }

    @ParameterizedTest
    @ValueSource(strings = {CLASSIFIER, MASKED})
    void whatWasTakenOverIsGivenBackToTheBit(String pickle) {
        HaikuCheckpoint taken = take(pickle);
        Path given = folder.resolve("given.pkl");
        assertThat(HaikuModels.toPickle(model, given)).isEqualTo(taken.shape());
        HaikuCheckpoint back = HaikuCheckpoint.open(given);
        assertThat(back.place()).isEmpty();
        assertThat(back.shape()).isEqualTo(taken.shape());
        TransformerModel twin = back.shape().head() == HaikuHead.CLASSIFIER
                ? Models.classifier(reference.config(), 2, Backend.best())
                : Models.maskedLanguage(reference.config(), false, Backend.best());
        for (NamedTensor tensor : twin.parameters().tensors()) {
            assertThat(values(back, tensor)).as(tensor.name()).isEqualTo(values(taken, tensor));
        }
    }

    private static float[] values(HaikuCheckpoint checkpoint, NamedTensor tensor) {
        checkpoint.read(tensor);
        return Arrays.copyOfRange(tensor.values(), tensor.offset(), tensor.offset() + tensor.size());
    }

    @Test
    void aTiedHeadIsGivenAsTheMatrixItStandsFor() {
        EncoderConfig config = EncoderConfig.valence(11, 1, 1, 7, 5, 13, PositionKind.NONE, 0f, 1e-5f);
        float[] embeddings;
        try (MaskedLanguageModel tied = MaskedLanguageModel.random(config, true, tokenizer, 3, Backend.best(), 1)) {
            tied.save(model, Map.of());
            embeddings = Arrays.copyOf(tied.model().parameters().values(), 11 * 7);
        }
        Path given = folder.resolve("given.pkl");
        HaikuModels.toPickle(model, given);
        float[] output =
                values(HaikuCheckpoint.open(given), new NamedTensor("head.output.kernel", new float[7 * 11], 0, 7, 11));
        for (int v = 0; v < 11; v++) {
            for (int d = 0; d < 7; d++) {
                assertThat(output[d * 11 + v]).isEqualTo(embeddings[v * 7 + d]);
            }
        }
    }

    @Test
    void labelsCanBeNamed() {
        take(CLASSIFIER, "bad", "good");
        try (TransformerClassifier classifier = TransformerClassifier.open(model, Backend.best(), 1)) {
            assertThat(classifier.labels()).isEqualTo(LabelSet.of("bad", "good"));
            assertThat(classifier.predict("word1 word2").toArray()).hasSize(2);
        }
    }

    @Test
    void headsThatDoNotDivideTheWidthAreRefused() {
        HaikuModels.Options options = new HaikuModels.Options(5, 11, List.of());
        assertThatThrownBy(() -> HaikuModels.toDirectory(PICKLES.resolve(CLASSIFIER), tokenizer, options, model))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("width 24 and 5 heads");
        assertThat(model).doesNotExist();
    }

    @Test
    void labelsMustFitTheHead() {
        assertThatThrownBy(() -> take(CLASSIFIER, "one", "two", "three"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required 2 different labels");
        assertThatThrownBy(() -> take(MASKED, "one", "two"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no labels for a masked language model");
        assertThat(model).doesNotExist();
    }

    @Test
    void aTokenizerOfMoreTokensIsRefused() throws IOException {
        tokenizer = wordTokenizer("large.json", 59);
        assertThatThrownBy(() -> take(CLASSIFIER))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at most 53 tokens")
                .hasMessageContaining("found 59");
        assertThat(model).doesNotExist();
    }

    @Test
    void whatIsThereIsNotReplaced() throws IOException {
        Files.createDirectory(model);
        Path mine = Files.writeString(model.resolve("mine.txt"), "mine");
        assertThatThrownBy(() -> take(CLASSIFIER))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("new or empty");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void aPickleOfAnotherModelIsRefused() {
        Path other = Path.of("src/test/resources/reference/pickle/state_protocol4.pkl");
        HaikuModels.Options options = new HaikuModels.Options(HEADS, 11, List.of());
        assertThatThrownBy(() -> HaikuModels.toDirectory(other, tokenizer, options, model))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("embeddings/~/embed")
                .hasMessageContaining("4 other arrays");
    }

    @Test
    void namesInAPickleStayOnOneLine() {
        take(CLASSIFIER);
        Path odd = folder.resolve("odd.pkl");
        HaikuModels.toPickle(model, odd);
        Map<String, Map<String, NamedTensor>> modules = new TreeMap<>();
        PickleFile.open(odd).tensors().forEach(tensor -> modules.computeIfAbsent(
                        tensor.path().get(0), module -> new TreeMap<>())
                .put(tensor.path().get(1), zeros(tensor.array().shape())));
        modules.put("odd\n\u009b31mname", Map.of("w", zeros(2, 3)));
        PickleWriter.write(odd, modules);
        assertThatThrownBy(() -> HaikuCheckpoint.open(odd))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found 'odd\\n\\u009b31mname/w'");
    }

    private static NamedTensor zeros(int... shape) {
        return new NamedTensor("zeros", new float[IntStream.of(shape).reduce(1, (a, b) -> a * b)], 0, shape);
    }

    @Test
    void aModelWithPositionsHasNoPlaceInTheTutorialsCode() {
        EncoderConfig config = EncoderConfig.valence(11, 1, 1, 7, 5, 13, PositionKind.SINUSOIDAL, 0f, 1e-5f);
        try (TransformerClassifier classifier =
                TransformerClassifier.random(config, LabelSet.of("a", "b"), tokenizer, 3, Backend.best(), 1)) {
            classifier.save(model, Map.of());
        }
        Path given = folder.resolve("given.pkl");
        assertThatThrownBy(() -> HaikuModels.toPickle(model, given))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found sinusoidal");
        assertThat(given).doesNotExist();
    }
}
