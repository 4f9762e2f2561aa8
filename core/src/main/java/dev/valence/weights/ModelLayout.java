package dev.valence.weights;

import dev.valence.checkpoint.SafetensorsDirectory;
import dev.valence.tokenize.HuggingFaceTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The layout of Hugging Face: {@code config.json}, {@code model.safetensors} or shards of it, {@code tokenizer.json}. */
final class ModelLayout {
    static final String CONFIG = "config.json";

    private ModelLayout() {}

    /** Whether a directory has all of it. */
    static boolean isComplete(Path directory) {
        return hasWeights(directory) && Files.isRegularFile(directory.resolve(HuggingFaceTokenizer.FILE_NAME));
    }

    /** Whether a directory has all of it but perhaps the tokenizer. */
    static boolean hasWeights(Path directory) {
        return Files.isRegularFile(directory.resolve(CONFIG))
                && (Files.isRegularFile(directory.resolve(SafetensorsDirectory.FILE_NAME))
                        || Files.isRegularFile(directory.resolve(SafetensorsDirectory.INDEX_NAME)));
    }
}
