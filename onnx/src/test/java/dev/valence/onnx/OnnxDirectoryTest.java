package dev.valence.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.valence.InputException;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.transformer.MaskedLanguageModel;
import dev.valence.internal.transformer.SmallClassifier;
import dev.valence.internal.transformer.TinyDirectories;
import dev.valence.internal.transformer.TransformerClassifier;
import dev.valence.train.PositionKind;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An exported directory has what DJL and Optimum read beside a graph, and takes the place of nothing. */
class OnnxDirectoryTest {
    private static final String TRANSLATORS = "ai.djl.huggingface.translator.";

    @TempDir
    private Path folder;

    private Path exported;

    @BeforeEach
    void choosePlace() {
        exported = folder.resolve("exported");
    }

    private Path savedClassifier() {
        Path directory = folder.resolve("saved");
        try (TransformerClassifier classifier = SmallClassifier.in(folder, 37, 1)) {
            classifier.save(directory, Map.of());
        }
        return directory;
    }

    private Properties properties() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(exported.resolve("serving.properties"))) {
            properties.load(reader);
        }
        return properties;
    }

    private Map<String, String> metadata() throws OrtException {
        try (OrtSession session = OrtEnvironment.getEnvironment()
                .createSession(exported.resolve("model.onnx").toString())) {
            return session.getMetadata().getCustomMetadata();
        }
    }

    /** Optimum asks Transformers for the configuration, which knows no {@code model_type} of ours; it reads the names of classes there. */
    @Test
    void aClassifierOfOurOwnGoesByTheNameOfBert() throws IOException, OrtException {
        Path saved = savedClassifier();
        OnnxExport.Exported result = OnnxExport.export(saved, exported, true);
        assertThat(result.texts()).isEqualTo(5);
        assertThat(result.difference()).isLessThan(1e-5);
        assertThat(result.bytes()).isEqualTo(Files.size(exported.resolve("model.onnx")));
        DirectoryCommit.verify(exported);

        ConfigJson config = ConfigJson.read(exported.resolve("config.json"));
        assertThat(config.string("model_type")).isEqualTo("bert");
        assertThat(config.object("id2label").values()).isEqualTo(Map.of("0", "negative", "1", "positive"));
        assertThat(config.object("label2id").values()).isEqualTo(Map.of("negative", 0L, "positive", 1L));
        assertThat(config.string("problem_type")).isEqualTo("single_label_classification");
        assertThat(exported.resolve("tokenizer.json")).hasSameTextualContentAs(saved.resolve("tokenizer.json"));
        ConfigJson tokenizer = ConfigJson.read(exported.resolve("tokenizer_config.json"));
        assertThat(tokenizer.integer("model_max_length", 1, 1000)).isEqualTo(37);
        assertThat(properties())
                .containsEntry("engine", "OnnxRuntime")
                .containsEntry("translatorFactory", TRANSLATORS + "TextClassificationTranslatorFactory")
                .containsEntry("includeTokenTypes", "false")
                .containsEntry("maxLength", "37")
                .containsEntry("modelMaxLength", "37");
        assertThat(metadata())
                .containsEntry("id2label", "{\"0\":\"negative\",\"1\":\"positive\"}")
                .containsEntry("problem_type", "single_label_classification");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "bert, bert, TextClassificationTranslatorFactory, true",
        "distilbert, distilbert, TextClassificationTranslatorFactory, false",
        "roberta, roberta, TextClassificationTranslatorFactory, false",
        "bert_multi_label, bert, TextClassificationTranslatorFactory, true",
        "bert_regression, bert, , true",
        "bert_mlm, bert, FillMaskTranslatorFactory, true",
    })
    void publishedFamiliesKeepTheirConfiguration(String name, String type, String translator, boolean tokenTypes)
            throws IOException {
        Path given = TinyDirectories.copy(folder, name);
        OnnxExport.export(given, exported, true);
        ConfigJson config = ConfigJson.read(exported.resolve("config.json"));
        assertThat(config.string("model_type")).isEqualTo(type);
        ConfigJson before = ConfigJson.read(given.resolve("config.json"));
        assertThat(config.strings("architectures")).isEqualTo(before.strings("architectures"));
        assertThat(config.integer("vocab_size", 1, 100)).isEqualTo(53);
        assertThat(exported.resolve("tokenizer_config.json")).exists();
        assertThat(properties().getProperty("translatorFactory"))
                .isEqualTo(translator == null ? null : TRANSLATORS + translator);
        assertThat(properties()).containsEntry("includeTokenTypes", Boolean.toString(tokenTypes));
    }

    @Test
    void maskedLanguageModelsNameTheirMaskToken() throws IOException {
        Path pretrained = folder.resolve("pretrained");
        Path tokenizer = SmallClassifier.tokenizer(folder);
        EncoderConfig encoder = EncoderConfig.valence(
                SmallClassifier.vocabularySize(tokenizer), 1, 2, 22, 29, 19, PositionKind.NONE, 0.1f, 1e-5f);
        try (MaskedLanguageModel model = MaskedLanguageModel.random(encoder, true, tokenizer, 41, Backend.best(), 1)) {
            model.save(pretrained, Map.of());
        }
        assertThat(OnnxExport.export(pretrained, exported, false).difference()).isLessThan(1e-5);
        assertThat(properties())
                .containsEntry("translatorFactory", TRANSLATORS + "FillMaskTranslatorFactory")
                .containsEntry("maskToken", "[MASK]");
    }

    @Test
    void nothingIsReplaced() throws IOException {
        Path saved = savedClassifier();
        Files.createDirectory(exported);
        Path other = Files.writeString(exported.resolve("model.onnx"), "another's");
        assertThatThrownBy(() -> OnnxExport.export(saved, exported, true))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        exported + ": required a directory that is new or empty, found one with files; choose another");
        assertThat(exported).isDirectoryContaining(path -> path.equals(other));
        assertThat(other).hasContent("another's");

        Files.delete(other);
        OnnxExport.export(saved, exported, true);
        assertThatThrownBy(() -> OnnxExport.export(saved, folder.resolve("saved.onnx"), true))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith(
                        "saved.onnx: required a directory, in which the graph is model.onnx, found the name of a"
                                + " file; leave the ending out");
    }

    @Test
    void aGraphIsNoModelToGoOnWith() {
        OnnxExport.export(savedClassifier(), exported, true);
        assertThatThrownBy(() -> TransformerClassifier.open(exported, Backend.best(), 1))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        exported + ": required a model with model.safetensors, found only model.onnx, a graph for other"
                                + " programs; use the model that it was exported from");
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"tfidf\"}");
        assertThatThrownBy(() -> OnnxExport.export(folder, exported, false))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model_type")
                .message()
                .hasLineCount(1);
        assertThat(exported).doesNotExist();
    }
}
