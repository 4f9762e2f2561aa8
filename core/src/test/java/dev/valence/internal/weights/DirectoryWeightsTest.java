package dev.valence.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Environment;
import dev.valence.InputException;
import dev.valence.Listener;
import dev.valence.internal.checkpoint.SafetensorsWriter;
import dev.valence.internal.compute.NamedTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryWeightsTest {
    @TempDir
    private Path folder;

    private Path source;

    @BeforeEach
    void makeSource() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
    }

    private Path fetch() {
        Environment environment = new Environment(folder, folder.resolve("cache"), Map.of());
        return WeightSource.fetch(source.toString(), environment, Listener.NONE).directory();
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

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(DirectoryWeightsTest.class.getResource("/dev/valence/" + name))
                    .toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
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
        refused("source: required a directory, found nothing of that name", "check the path");
    }

    @Test
    void aGraphWithoutTheModuleThatReadsItIsRefused() throws IOException {
        Files.write(source.resolve("model.onnx"), new byte[] {8, 8});
        refused("found model.onnx", "or add the module valence-formats");
    }

    @ParameterizedTest
    @CsvSource({"hf:org/name,valence-hub", "maven:org.example:model:1,valence-maven"})
    void aNameWhoseModuleIsMissingIsRefused(String name, String module) {
        Environment environment = new Environment(folder, folder.resolve("cache"), Map.of());
        assertThat(WeightSource.hasScheme(name)).isTrue();
        assertThatThrownBy(() -> WeightSource.fetch(name, environment, Listener.NONE))
                .isInstanceOf(InputException.class)
                .hasMessage(name + ": required the module " + module + ", found none; add it to the class path");
    }

    @Test
    void dataWhoseModuleIsMissingIsRefused() {
        Environment environment = new Environment(folder, folder.resolve("cache"), Map.of());
        assertThatThrownBy(() -> DatasetSource.fetch("sst2", environment, Listener.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("sst2: required the module valence-hub");
    }

    private void refused(String required, String found) {
        assertThatThrownBy(this::fetch)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(required)
                .hasMessageContaining(found);
    }
}
