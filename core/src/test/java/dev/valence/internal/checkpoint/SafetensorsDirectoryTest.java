package dev.valence.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.compute.NamedTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsDirectoryTest {
    private static final NamedTensor A = new NamedTensor("a", new float[] {1, 2, 3}, 0, 3);
    private static final NamedTensor B = new NamedTensor("b", new float[] {4, 5, 6, 7, 8, 9}, 0, 2, 3);

    @TempDir
    private Path folder;

    @Test
    void oneFileIsReadWhole() {
        SafetensorsWriter.write(folder.resolve("model.safetensors"), List.of(A, B), Map.of());
        readsBoth();
    }

    @Test
    void shardsAreReadAsOne() throws IOException {
        shards("{'a': 'model-00001-of-00002.safetensors', 'b': 'model-00002-of-00002.safetensors'}");
        readsBoth();
    }

    private void readsBoth() {
        try (SafetensorsDirectory directory = SafetensorsDirectory.open(folder)) {
            assertThat(directory.names()).containsExactly("a", "b");
            assertThat(directory.shape("b")).containsExactly(2, 3);
            assertThat(directory.type("a")).isEqualTo(ElementType.F32);
            assertThat(directory.contains("c")).isFalse();
            NamedTensor read = new NamedTensor("b", new float[7], 1, 2, 3);
            directory.read(read);
            directory.read("a", read.values(), 0);
            assertThat(read.values()).containsExactly(1, 2, 3, 6, 7, 8, 9);
            assertThatThrownBy(() -> directory.shape("c"))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("required a tensor 'c', found none of that name among 2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../model.safetensors",
                "/tmp/model.safetensors",
                "..\\\\model.safetensors",
                "C:model.safetensors",
                ".hidden.safetensors",
                "model.bin",
                "a\\u0000.safetensors"
            })
    void anIndexNamesNothingOutsideItsDirectory(String name) throws IOException {
        shards("{'a': '" + name + "'}");
        refused("required the name of a .safetensors file in the same directory for 'a', found '");
    }

    @Test
    void aTensorMissingFromItsShardIsNamed() throws IOException {
        shards("{'a': 'model-00002-of-00002.safetensors'}");
        refused("required 'a' in model-00002-of-00002.safetensors");
    }

    @Test
    void aMissingShardIsNamed() throws IOException {
        shards("{'a': 'model-00003-of-00003.safetensors'}");
        refused("model-00003-of-00003.safetensors: required a safetensors file, found no such file");
    }

    @Test
    void anIndexWithATensorTwiceIsRefused() throws IOException {
        shards("{'a': 'model-00001-of-00002.safetensors', 'a': 'model-00001-of-00002.safetensors'}");
        refused("required every key once, found 'a' twice");
    }

    @Test
    void anIndexWithoutAWeightMapIsRefused() throws IOException {
        Files.writeString(folder.resolve("model.safetensors.index.json"), "{}");
        refused("required an object for 'weight_map', found none");
    }

    @Test
    void aDirectoryWithoutWeightsIsRefused() {
        refused("model.safetensors: required a safetensors file, found no such file");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> SafetensorsDirectory.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    private void shards(String weightMap) throws IOException {
        SafetensorsWriter.write(folder.resolve("model-00001-of-00002.safetensors"), List.of(A), Map.of());
        SafetensorsWriter.write(folder.resolve("model-00002-of-00002.safetensors"), List.of(B), Map.of());
        String index = "{'metadata': {'total_size': 36}, 'weight_map': " + weightMap + "}";
        Files.writeString(folder.resolve("model.safetensors.index.json"), index.replace('\'', '"'));
    }
}
