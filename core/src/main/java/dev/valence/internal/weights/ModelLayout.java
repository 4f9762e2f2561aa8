package dev.valence.internal.weights;

import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The layout of Hugging Face: {@code config.json}, {@code model.safetensors} or shards of it, {@code tokenizer.json}. */
public final class ModelLayout {
    public static final String CONFIG = "config.json";

    private static final String POSITIONS = "max_position_embeddings";
    private static final String PADDING = "pad_token_id";

    private ModelLayout() {}

    /**
     * Most tokens of a text that a model has positions for; those of RoBERTa begin behind the padding's.
     *
     * @param config its {@code config.json}
     * @return {@link Integer#MAX_VALUE} where that is not said
     */
    public static int maximumLength(ConfigJson config) {
        if (!config.has(POSITIONS)) {
            return Integer.MAX_VALUE;
        }
        int first = config.has(PADDING) && "roberta".equals(config.values().get("model_type"))
                ? config.integer(PADDING, 0, Integer.MAX_VALUE - 1) + 1
                : 0;
        return config.integer(POSITIONS, 1 + first, Integer.MAX_VALUE) - first;
    }

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
