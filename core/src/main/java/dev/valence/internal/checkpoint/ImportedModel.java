package dev.valence.internal.checkpoint;

import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.json.ConfigJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model read from a file of another format: a configuration and tensors with the names and shapes that Hugging
 * Face gives them.
 *
 * @param config the content of {@code config.json}
 * @param tensors linear weights are [out, in]
 */
public record ImportedModel(ConfigJson config, List<NamedTensor> tensors) {
    /** Copies the list. */
    public ImportedModel {
        tensors = List.copyOf(tensors);
    }

    /**
     * Writes {@code config.json} and {@code model.safetensors}.
     *
     * @param directory exists
     * @throws java.io.UncheckedIOException if that fails
     */
    public void write(Path directory) {
        config.write(directory.resolve("config.json"));
        SafetensorsWriter.write(directory.resolve(SafetensorsDirectory.FILE_NAME), tensors, Map.of("format", "pt"));
    }
}
