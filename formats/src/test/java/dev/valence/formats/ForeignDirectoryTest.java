package dev.valence.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Environment;
import dev.valence.InputException;
import dev.valence.Listener;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.weights.WeightSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a directory by way of the service loader and a converter to the cache. */
class ForeignDirectoryTest {
    @TempDir
    private Path folder;

    private Path source;
    private final List<String> steps = new ArrayList<>();

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
    }

    private Path fetch() {
        Environment environment = new Environment(folder, folder.resolve("cache"), Map.of());
        Listener listener = new Listener() {
            @Override
            public void note(String message) {
                steps.add(message);
            }
        };
        return WeightSource.fetch(source.toString(), environment, listener).directory();
    }

    private void copy(String resource, String name) throws IOException {
        try (var in =
                Objects.requireNonNull(ForeignDirectoryTest.class.getResourceAsStream("/dev/valence/" + resource))) {
            Files.copy(in, source.resolve(name));
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
        assertThat(steps).containsExactly("Reading the ONNX graph ...", "Writing model.safetensors ...");
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
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required one model: config.json with model.safetensors, or one ONNX graph,"
                        + " or one TensorFlow checkpoint, found a.onnx, b.onnx");
    }
}
