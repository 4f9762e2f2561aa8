package dev.valence.classify;

import dev.valence.InputException;
import dev.valence.checkpoint.ConfigJson;
import dev.valence.checkpoint.DirectoryCommit;
import dev.valence.checkpoint.SafetensorsFile;
import dev.valence.checkpoint.SafetensorsWriter;
import dev.valence.compute.NamedTensor;
import dev.valence.model.EncoderConfig;
import dev.valence.model.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * A model on disk, in the Hugging Face layout: {@code config.json}, {@code model.safetensors}, {@code tokenizer.json}, and
 * what made it in {@code provenance.json} and, for people, in {@code README.md}. Written and replaced as a whole.
 */
final class ModelDirectory {
    static final String WEIGHTS = "model.safetensors";
    static final String TOKENIZER = "tokenizer.json";
    private static final String PROVENANCE = "provenance.json";
    private static final String CARD = "README.md";

    private ModelDirectory() {}

    static void save(
            Path directory,
            ConfigJson config,
            Parameters parameters,
            ModelTokenizer tokenizer,
            Map<String, ?> provenance) {
        DirectoryCommit.commit(directory, folder -> {
            config.write(folder.resolve(ConfigFile.NAME));
            SafetensorsWriter.write(
                    folder.resolve(WEIGHTS), parameters.tensors(), Map.of("format", ConfigFile.MODEL_TYPE));
            Files.write(folder.resolve(TOKENIZER), tokenizer.json());
            ConfigJson.of(provenance).write(folder.resolve(PROVENANCE));
            Files.writeString(folder.resolve(CARD), ModelCard.of(config, parameters.size(), provenance));
        });
    }

    /**
     * Makes sure that nothing is lost by saving to a directory that should be new.
     *
     * @throws InputException if something is there
     */
    static void requireFree(Path directory) {
        String[] present = directory.toFile().list();
        if (Files.exists(directory) && (present == null || present.length > 0)) {
            throw new InputException(directory + ": required a directory that is new or empty, found "
                    + (present == null ? "a file" : "one with files") + "; choose another");
        }
    }

    /**
     * Checks the files against their manifest and reads {@code config.json}.
     *
     * @throws InputException if it is not the directory of one of this project's encoders, or damaged
     */
    static ConfigJson open(Path directory) {
        DirectoryCommit.recover(directory);
        DirectoryCommit.verify(directory);
        ConfigJson json = ConfigJson.read(directory.resolve(ConfigFile.NAME));
        json.choice("model_type", ConfigFile.MODEL_TYPE);
        requireWeights(directory, ConfigFile.config(json));
        return json;
    }

    /** Makes sure that a shape is not claimed which the weights cannot fill, before there is memory set aside for it. */
    private static void requireWeights(Path directory, EncoderConfig config) {
        Path weights = directory.resolve(WEIGHTS);
        double needed = Float.BYTES * config.leastWeights();
        long found = weights.toFile().length();
        if (needed > found) {
            throw new InputException(String.format(
                    Locale.ROOT,
                    "%s: required a shape that the %,d bytes of %s fill, found one of %,.0f bytes or more; restore it",
                    directory.resolve(ConfigFile.NAME),
                    found,
                    WEIGHTS,
                    needed));
        }
    }

    /** Reads every weight; all must be there, in their shapes. */
    static void readWeights(Path directory, Parameters parameters) {
        try (SafetensorsFile weights = SafetensorsFile.open(directory.resolve(WEIGHTS))) {
            for (NamedTensor tensor : parameters.tensors()) {
                weights.read(tensor);
            }
        }
    }
}
