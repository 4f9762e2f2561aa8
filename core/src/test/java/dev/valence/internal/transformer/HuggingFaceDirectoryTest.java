package dev.valence.internal.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.internal.checkpoint.SafetensorsFile;
import dev.valence.internal.checkpoint.SafetensorsWriter;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.ProblemType;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.transformer.TransformerClassifier.Transferred;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories of Hugging Face's families are opened, started from, and written as they were. */
class HuggingFaceDirectoryTest {
    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path temporary;

    private Path folder = Path.of("");

    @BeforeEach
    void chooseFolder() throws IOException {
        folder = TinyDirectories.results(temporary);
    }

    private static Map<String, float[]> weights(Path directory) {
        Map<String, float[]> weights = new TreeMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(directory.resolve(WEIGHTS))) {
            for (String name : file.names()) {
                float[] values = new float[Arrays.stream(file.shape(name)).reduce(1, (a, b) -> a * b)];
                file.read(name, values, 0);
                weights.put(name + Arrays.toString(file.shape(name)), values);
            }
        }
        return weights;
    }

    private static void assertSameFiles(Path saved, Path given) {
        assertThat(saved.resolve(HuggingFaceTokenizer.FILE_NAME))
                .hasSameBinaryContentAs(given.resolve(HuggingFaceTokenizer.FILE_NAME));
        ConfigJson settings = ConfigJson.read(saved.resolve("tokenizer_config.json"));
        assertThat(settings.string("tokenizer_class")).isEqualTo("PreTrainedTokenizerFast");
        // by hand: 17 positions, of which RoBERTa's begin behind that of the padding, whose id is 1
        int longest = saved.getFileName().toString().startsWith("roberta") ? 15 : 17;
        assertThat(settings.integer("model_max_length", 1, 99)).isEqualTo(longest);
        Map<String, float[]> expected = weights(given);
        Map<String, float[]> actual = weights(saved);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
        Map<String, Object> config = new LinkedHashMap<>(
                ConfigJson.read(saved.resolve(ModelConfig.NAME)).values());
        ConfigJson.read(given.resolve(ModelConfig.NAME))
                .values()
                .forEach((key, value) -> assertThat(config.get(key)).as(key).isEqualTo(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "distilbert", "roberta", "bert_multi_label", "bert_regression"})
    void classifiersAreWrittenAsTheyWere(String name) throws IOException {
        Path given = TinyDirectories.copy(temporary, name);
        Path saved = folder.resolve(name);
        try (TransformerClassifier classifier = TransformerClassifier.open(given, Backend.best(), 1)) {
            classifier.save(saved, Map.of("made_by", "a test"));
            TinyDirectories.keepLogits(name, saved, classifier.model(), classifier.tokenizer(), false);
        }
        assertSameFiles(saved, given);
        try (TransformerClassifier again = TransformerClassifier.open(saved, Backend.best(), 1)) {
            assertThat(again.labels().size()).isEqualTo(name.equals("bert_regression") ? 2 : 3);
            assertThat(again.logits(List.of("a bad cab", "fab")))
                    .hasSize(2 * again.labels().size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert_mlm", "distilbert_mlm", "roberta_mlm"})
    void maskedLanguageModelsAreWrittenAsTheyWere(String name) throws IOException {
        Path given = TinyDirectories.copy(temporary, name);
        Path saved = folder.resolve(name);
        try (MaskedLanguageModel language = MaskedLanguageModel.open(given, Backend.best(), 1)) {
            language.save(saved, Map.of("made_by", "a test"));
            TinyDirectories.keepLogits(name, saved, language.model(), language.tokenizer(), true);
        }
        assertSameFiles(saved, given);
        assertThatThrownBy(() -> TransformerClassifier.open(saved, Backend.best(), 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found a masked language model")
                .hasMessageContaining("finetune --init");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert_mlm", "distilbert_mlm", "roberta_mlm"})
    void aClassifierStartsFromAMaskedLanguageModelAndStaysInTheFamily(String name) throws IOException {
        Path given = TinyDirectories.copy(temporary, name);
        Path saved = folder.resolve(name + "-classifier");
        LabelSet labels = LabelSet.of("good", "bad", "none", "both");
        Transferred transferred = TransformerClassifier.transfer(given, labels, null, 5, Backend.best(), 1);
        List<String> head =
                switch (name) {
                    case "bert_mlm" -> List.of("bert.pooler.dense", "classifier");
                    case "distilbert_mlm" -> List.of("pre_classifier", "classifier");
                    default -> List.of("classifier.dense", "classifier.out_proj");
                };
        List<String> missing = head.stream()
                .flatMap(module -> Stream.of(module + ".weight", module + ".bias"))
                .toList();
        assertThat(transferred.report().missing()).isEqualTo(missing);
        assertThat(transferred.report().misshapen()).isEmpty();
        assertThat(transferred.report().unexpected()).allMatch(tensor -> tensor.matches("(cls|vocab|lm_head).*"));
        try (TransformerClassifier classifier = transferred.classifier()) {
            assertThat(classifier.model().config().dropout()).isEqualTo(0.1f);
            assertThat(classifier.model().config().dropouts().attention()).isEqualTo(0.1f);
            classifier.save(saved, Map.of("made_by", "a test"));
            TinyDirectories.keepLogits(name, saved, classifier.model(), classifier.tokenizer(), false);
        }
        Map<String, float[]> kept = weights(given);
        Map<String, float[]> written = weights(saved);
        assertThat(transferred.report().loaded()).isNotEmpty();
        written.forEach((tensor, values) -> {
            if (kept.containsKey(tensor)) {
                assertThat(values).as(tensor).isEqualTo(kept.get(tensor));
            }
        });
        try (TransformerClassifier again = TransformerClassifier.open(saved, Backend.best(), 1)) {
            assertThat(again.labels()).isEqualTo(labels);
            assertThat(again.predict(List.of("a bad cab"))).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "distilbert", "roberta"})
    void fineTuningGoesOnWithTheHeadWhereClassesAreTheSame(String name) throws IOException {
        Path given = TinyDirectories.copy(temporary, name);
        List<String> texts = List.of("a bad cab", "bad");
        LabelSet labels;
        float[] logits;
        try (TransformerClassifier opened = TransformerClassifier.open(given, Backend.best(), 1)) {
            labels = opened.labels();
            logits = opened.logits(texts);
        }
        Transferred same = TransformerClassifier.transfer(given, labels, null, 5, Backend.best(), 1);
        try (TransformerClassifier classifier = same.classifier()) {
            assertThat(same.report().missing()).isEmpty();
            assertThat(same.report().unexpected()).isEmpty();
            assertThat(classifier.logits(texts)).isEqualTo(logits);
        }
        List<String> reversed = new ArrayList<>(labels.names());
        Collections.reverse(reversed);
        Transferred other = TransformerClassifier.transfer(given, new LabelSet(reversed), null, 5, Backend.best(), 1);
        other.classifier().close();
        assertThat(other.report().missing()).isNotEmpty().allMatch(tensor -> tensor.contains("classifier"));
    }

    @Test
    void encodersSavedAloneAndOldNamesOfLayerNormAreUnderstood() throws IOException {
        Path given = TinyDirectories.copy(temporary, "bert");
        changeConfig(given, "architectures", List.of("BertModel"));
        rename(given, name -> name.replace("bert.", "")
                .replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta"));
        assertThatThrownBy(() -> TransformerClassifier.open(given, Backend.best(), 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("found an encoder alone");
        Transferred transferred =
                TransformerClassifier.transfer(given, LabelSet.of("a", "b"), 0.3f, 5, Backend.best(), 1);
        transferred.classifier().close();
        LoadReport report = transferred.report();
        assertThat(report.missing()).containsExactly("classifier.weight", "classifier.bias");
        assertThat(report.unexpected()).isEmpty();
        assertThat(report.loaded()).hasSize(39).contains("pooler.dense.weight", "embeddings.LayerNorm.gamma");
        assertThat(transferred.classifier().model().config().dropout()).isEqualTo(0.3f);
    }

    @Test
    void onlyOneClassOfATextIsPredicted() throws IOException {
        try (TransformerClassifier several =
                TransformerClassifier.open(TinyDirectories.copy(temporary, "bert_multi_label"), Backend.best(), 1)) {
            assertThat(several.problem()).isEqualTo(ProblemType.MULTI_LABEL);
            assertThatThrownBy(() -> several.predict(List.of("a bad cab")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("found one for multi_label_classification");
        }
    }

    static List<Arguments> mistakes() {
        return List.of(
                Arguments.of("a decoder", "is_decoder", true, "required false for 'is_decoder'"),
                Arguments.of("another activation", "hidden_act", "swish", "such a model is not supported"),
                Arguments.of("relative positions", "position_embedding_type", "relative_key", "one of absolute"),
                Arguments.of("an unknown family", "model_type", "t5", "one of valence, bert, distilbert, roberta"),
                Arguments.of(
                        "another problem",
                        "problem_type",
                        "ranking",
                        "config.json: required one of single_label_classification"),
                Arguments.of(
                        "heads that do not divide",
                        "num_attention_heads",
                        5,
                        "config.json: required a divisor of the hidden_size"),
                Arguments.of("all dropped", "hidden_dropout_prob", 1, "config.json: required a number in [0, 1)"),
                Arguments.of("no epsilon", "layer_norm_eps", 0, "config.json: required a number in (0, 1)"),
                Arguments.of("more layers", "num_hidden_layers", 3, "layer.2"),
                Arguments.of("another width", "hidden_size", 27, "required shape [53, 27]"),
                Arguments.of("one name twice", "id2label", Map.of("0", "x", "1", "x"), "different names"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void whatIsNotUnderstoodIsSaid(String what, String key, Object value, String message) throws IOException {
        Path given = TinyDirectories.copy(temporary, "bert");
        changeConfig(given, key, value);
        assertThatThrownBy(() -> TransformerClassifier.open(given, Backend.best(), 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aHeadWithAMatrixOfItsOwnIsNotUnderstood() throws IOException {
        Path given = TinyDirectories.copy(temporary, "roberta_mlm");
        changeConfig(given, "tie_word_embeddings", false);
        assertThatThrownBy(() -> MaskedLanguageModel.open(given, Backend.best(), 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required true for 'tie_word_embeddings'");
    }

    private static void changeConfig(Path directory, String key, Object value) {
        Path file = directory.resolve(ModelConfig.NAME);
        Map<String, Object> config = new LinkedHashMap<>(ConfigJson.read(file).values());
        config.put(key, value);
        ConfigJson.of(config).write(file);
    }

    /** Gives the encoder's tensors other names, and leaves the head out. */
    private static void rename(Path directory, UnaryOperator<String> change) {
        List<NamedTensor> tensors = new ArrayList<>();
        try (SafetensorsFile file = SafetensorsFile.open(directory.resolve(WEIGHTS))) {
            for (String name : file.names()) {
                if (name.startsWith("bert.")) {
                    int[] shape = file.shape(name);
                    float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
                    file.read(name, values, 0);
                    tensors.add(new NamedTensor(change.apply(name), values, 0, shape));
                }
            }
        }
        tensors.add(new NamedTensor("embeddings.position_ids", new float[17], 0, 1, 17));
        SafetensorsWriter.write(directory.resolve(WEIGHTS), tensors, Map.of("format", "pt"));
    }
}
