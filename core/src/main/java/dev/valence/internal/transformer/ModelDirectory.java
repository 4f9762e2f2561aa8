package dev.valence.internal.transformer;

import dev.valence.InputException;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.checkpoint.SafetensorsWriter;
import dev.valence.internal.checkpoint.huggingface.StoredWeights;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.model.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A model on disk, in the Hugging Face layout: {@code config.json}, {@code model.safetensors}, {@code tokenizer.json},
 * {@code provenance.json} and a model card in {@code README.md}. Written as a whole.
 */
public final class ModelDirectory {
    private static final String PYTORCH = "pt"; // transformers refuses files that do not name a framework it knows
    private static final String PROVENANCE = "provenance.json";
    private static final String CARD = "README.md";
    private static final String GRAPH = "model.onnx";
    private static final int SMALLEST_WEIGHT = 2; // bytes of F16 and BF16

    private ModelDirectory() {}

    /** Returns the files to be committed. */
    static DirectoryCommit.Contents contents(
            ModelConfig config, Parameters parameters, ModelTokenizer tokenizer, Map<String, ?> provenance) {
        return folder -> {
            writeAllButWeights(folder, config, tokenizer);
            List<NamedTensor> stored =
                    parameters.tensors().stream().map(config.weights()::stored).toList();
            String format =
                    config.family() == ModelFamily.VALENCE ? config.family().modelType() : PYTORCH;
            SafetensorsWriter.write(folder.resolve(SafetensorsDirectory.FILE_NAME), stored, Map.of("format", format));
            ConfigJson.of(provenance).write(folder.resolve(PROVENANCE));
            Files.writeString(folder.resolve(CARD), ModelCard.of(config, parameters.size(), provenance));
        };
    }

    /** Writes {@code config.json} and the tokenizer's files. */
    static void writeAllButWeights(Path folder, ModelConfig config, ModelTokenizer tokenizer) throws IOException {
        config.toJson().write(folder.resolve(ModelConfig.NAME));
        for (Map.Entry<String, byte[]> file : tokenizer.files().entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /**
     * Checks the files against their manifest and reads {@code config.json}. Directories of other origin have no manifest;
     * this project's own must.
     *
     * @throws InputException if it is not the directory of a known encoder, or damaged
     */
    public static ModelConfig open(Path directory) {
        DirectoryCommit.recover(directory);
        boolean committed = DirectoryCommit.hasManifest(directory);
        if (committed) {
            DirectoryCommit.verify(directory);
        }
        requireMoreThanGraph(directory);
        ModelConfig config = ModelConfig.read(directory);
        if (!committed && config.family() == ModelFamily.VALENCE) {
            DirectoryCommit.verify(directory); // says what is missing
        }
        requireWeights(directory, config.encoder());
        return config;
    }

    /** Throws for the directory of an exported graph, which has everything but weights. */
    private static void requireMoreThanGraph(Path directory) {
        if (Files.exists(directory.resolve(GRAPH))
                && SafetensorsDirectory.fileNames(directory).stream()
                        .noneMatch(name -> Files.exists(directory.resolve(name)))) {
            throw new InputException(
                    directory + ": required a model with " + SafetensorsDirectory.FILE_NAME + ", found only " + GRAPH
                            + ", a graph for other programs; use the model that it was exported from");
        }
    }

    /** Throws if the weights are too small for the shape, before memory is allocated. */
    private static void requireWeights(Path directory, EncoderConfig config) {
        Set<String> names = SafetensorsDirectory.fileNames(directory);
        long found = names.stream()
                .mapToLong(name -> directory.resolve(name).toFile().length())
                .sum();
        double needed = SMALLEST_WEIGHT * config.leastWeights();
        if (needed > found) {
            throw new InputException(String.format(
                    Locale.ROOT,
                    "%s: required a shape that the %,d bytes of %s beside it fill, found one of %,.0f bytes or more;"
                            + " restore the one or the other",
                    directory.resolve(ModelConfig.NAME),
                    found,
                    names.size() == 1 ? names.iterator().next() : names.size() + " files of weights",
                    needed));
        }
    }

    /** Reads every weight; throws if one is missing or has another shape. */
    static void readWeights(Path directory, StoredWeights stored, Parameters parameters) {
        try (SafetensorsDirectory weights = SafetensorsDirectory.open(directory)) {
            for (NamedTensor tensor : parameters.tensors()) {
                stored.read(weights, tensor);
            }
        }
    }
}
