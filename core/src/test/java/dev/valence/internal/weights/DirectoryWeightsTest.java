package dev.valence.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.hub.HubSettings;
import dev.valence.internal.Progress;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.checkpoint.SafetensorsWriter;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryWeightsTest {
    @TempDir
    private Path folder;

    private Path source;
    private final List<String> steps = new ArrayList<>();

    private final WeightProgress progress = new WeightProgress() {
        @Override
        public Progress download(String name) {
            throw new AssertionError("nothing is to be fetched");
        }

        @Override
        public void step(String what) {
            steps.add(what);
        }
    };

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
    }

    private Path fetch() {
        WeightSettings settings = new WeightSettings(
                folder.resolve("cache"),
                new HubSettings(URI.create("http://localhost"), folder.resolve("hub"), true, ""),
                new MavenSettings(folder, null, Map.of()));
        return WeightSource.fetch(source.toString(), settings, progress).directory();
    }

    private void copy(String resource, String name) throws IOException {
        try (var in =
                Objects.requireNonNull(DirectoryWeightsTest.class.getResourceAsStream("/dev/valence/" + resource))) {
            Files.copy(in, source.resolve(name));
        }
    }

    private void saveWeights() throws IOException {
        Files.writeString(source.resolve("config.json"), "{\"model_type\": \"bert\"}");
        NamedTensor tensor = new NamedTensor("a", new float[] {5}, 0, 1);
        SafetensorsWriter.write(source.resolve("model.safetensors"), List.of(tensor), Map.of());
    }

    @Test
    void aDirectoryInTheLayoutIsUsedAsItIs() throws IOException {
        saveWeights();
        copy("internal/tokenize/bert_vocab.cased.json", "tokenizer.json");
        assertThat(fetch()).isEqualTo(source);
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void aVocabularyBecomesATokenizerInTheCache() throws IOException {
        saveWeights();
        copy("internal/tokenize/bert_vocab.txt", "vocab.txt");
        Files.writeString(source.resolve("tokenizer_config.json"), "{\"do_lower_case\": false}");
        Path directory = fetch();
        assertThat(directory).startsWith(folder.resolve("cache"));
        assertThat(directory.resolve("tokenizer.json"))
                .hasSameTextualContentAs(resource("internal/tokenize/bert_vocab.cased.json"));
        assertThat(directory.resolve("model.safetensors")).hasSameBinaryContentAs(source.resolve("model.safetensors"));
        assertThat(directory.resolve("tokenizer_config.json")).exists();
    }

    @Test
    void whatStandsBesideAVocabularyIsConvertedToo() throws IOException {
        saveWeights();
        copy("internal/tokenize/bert_vocab.txt", "vocab.txt");
        Files.writeString(
                source.resolve("tokenizer_config.json"), "{\"strip_accents\": false, \"model_max_length\": 9}");
        Files.writeString(source.resolve("special_tokens_map.json"), "{\"cls_token\": \"[MASK]\"}");
        Files.writeString(source.resolve("added_tokens.json"), "{\"café au lait\": 30}");
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.open(fetch(), 99)) {
            // [MASK] café [UNK] café au lait [SEP], from the line numbers of the vocabulary
            assertThat(tokenizer.encode("Café CAFE\u0301 café au lait").ids()).containsExactly(12, 23, 9, 30, 11);
        }
        assertThat(fetch().resolve("special_tokens_map.json")).doesNotExist();
        assertThat(ConfigJson.read(fetch().resolve("tokenizer_config.json")).integer("model_max_length", 1, 99))
                .isEqualTo(9);
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(DirectoryWeightsTest.class.getResource("/dev/valence/" + name))
                    .toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anOnnxGraphIsConvertedOnceAndAgainWhereItChanged() throws IOException {
        copy("formats/onnx/gelu_opset18_dynamo.onnx", "model.onnx");
        copy("internal/tokenize/bert_vocab.txt", "vocab.txt");
        Path directory = fetch();
        assertThat(ConfigJson.read(directory.resolve("config.json")).integer("num_attention_heads", 1, 99))
                .isEqualTo(2);
        try (SafetensorsDirectory weights = SafetensorsDirectory.open(directory)) {
            assertThat(weights.shape("encoder.layer.1.output.dense.weight")).containsExactly(10, 13);
        }
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.open(directory, 9)) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(30);
        }
        assertThat(steps).containsExactly("Reading the ONNX graph", "Writing model.safetensors");
        assertThat(fetch()).isEqualTo(directory);
        assertThat(steps).hasSize(2);

        Files.delete(source.resolve("model.onnx"));
        copy("formats/onnx/relu_opset17_sdpa.onnx", "model.onnx");
        assertThat(fetch()).isNotEqualTo(directory);
    }

    @Test
    void aDirectoryWithTwoGraphsIsRefused() throws IOException {
        copy("formats/onnx/gelu_opset18_dynamo.onnx", "a.onnx");
        copy("formats/onnx/gelu_opset18_dynamo.onnx", "b.onnx");
        refused("required one model", "found a.onnx, b.onnx");
    }

    @Test
    void aModelWithoutATokenizerIsRefused() throws IOException {
        saveWeights();
        refused("required one tokenizer: a tokenizer.json or a vocab.txt", "found config.json, model.safetensors");
    }

    @Test
    void anEmptyDirectoryAndNoneAreRefused() throws IOException {
        refused("required one model", "found no files");
        Files.delete(source);
        refused("source: required a directory, hf:ORG/NAME or maven:", "found nothing of that name");
    }

    private void refused(String required, String found) {
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(required)
                .hasMessageContaining(found);
    }
}
