package dev.valence.internal.transformer;

import dev.valence.Classifier;
import dev.valence.InputException;
import dev.valence.internal.baseline.TfidfClassifier;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.json.ConfigJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens classifiers of any family, by the {@code model_type} of their {@code config.json}. */
public final class SavedClassifier {
    private SavedClassifier() {}

    /**
     * Opens a saved classifier.
     *
     * @param directory as {@link TransformerClassifier#save} or {@link TfidfClassifier#save} wrote it, or one of Hugging
     *     Face's
     * @param backend who computes, where the model needs one
     * @param threads size of the worker pool, where the model needs one
     * @throws InputException if it is missing, damaged or of a kind that is not known
     */
    public static Classifier open(Path directory, Backend backend, int threads) {
        DirectoryCommit.recover(directory);
        return isBaseline(directory)
                ? TfidfClassifier.load(directory)
                : TransformerClassifier.open(directory, backend, threads);
    }

    /**
     * Whether a saved classifier is a TF-IDF baseline and no Transformer.
     *
     * @throws InputException if it is missing or of a kind that is not known
     */
    public static boolean isBaseline(Path directory) {
        ConfigJson json = ConfigJson.read(directory.resolve(ModelConfig.NAME));
        List<String> types = new ArrayList<>(List.of(ModelFamily.modelTypes()));
        types.add(TfidfClassifier.MODEL_TYPE);
        return json.choice("model_type", types.toArray(String[]::new)).equals(TfidfClassifier.MODEL_TYPE);
    }
}
