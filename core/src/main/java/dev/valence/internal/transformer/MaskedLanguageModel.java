package dev.valence.internal.transformer;

import dev.valence.InputException;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.model.EncoderConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * An encoder with a masked-language-model head (Devlin et al., "BERT", 2019, section 3.1), and its tokenizer: the
 * result of pre-training and the start of fine-tuning. Saved in the same layout as a {@link TransformerClassifier}.
 *
 * <p>Not thread-safe: training changes its weights.
 */
public final class MaskedLanguageModel extends TextModel {
    private MaskedLanguageModel(ModelConfig config, Path tokenizerFile, Backend backend, int threads) {
        super(config, tokenizerFile, config.encoder().vocabularySize(), backend, threads);
    }

    /**
     * A model of this project's own with random weights.
     *
     * @param encoder shape of the encoder
     * @param tied whether the head predicts with the token embeddings instead of a matrix of its own
     * @param tokenizerFile a Hugging Face {@code tokenizer.json}
     * @param seed of the weights
     * @param backend who computes
     * @param threads size of the worker pool
     * @throws InputException if tokenizer and configuration do not fit together
     */
    public static MaskedLanguageModel random(
            EncoderConfig encoder, boolean tied, Path tokenizerFile, long seed, Backend backend, int threads) {
        ModelConfig config = ModelConfig.valence(encoder, new Task.MaskedLanguage(tied));
        MaskedLanguageModel made = new MaskedLanguageModel(config, tokenizerFile, backend, threads);
        made.initialize(seed);
        return made;
    }

    /**
     * Returns whether a saved model is a masked language model, and not a classifier or an encoder alone.
     *
     * @throws InputException if it is of no family that is known here
     */
    public static boolean isIn(Path directory) {
        DirectoryCommit.recover(directory);
        return ModelConfig.read(directory).task() instanceof Task.MaskedLanguage;
    }

    /**
     * Opens a saved model.
     *
     * @param directory as {@link #save} wrote it, or one of Hugging Face's with a head that predicts hidden tokens
     * @param backend who computes
     * @param threads size of the worker pool
     * @throws InputException if something is missing, damaged or does not fit together
     */
    public static MaskedLanguageModel open(Path directory, Backend backend, int threads) {
        ModelConfig config = ModelDirectory.open(directory);
        if (!(config.task() instanceof Task.MaskedLanguage)) {
            throw new InputException(directory + ": required a masked language model, found another; give a directory"
                    + " that pre-training made");
        }
        MaskedLanguageModel opened = new MaskedLanguageModel(config, tokenizerIn(directory), backend, threads);
        opened.readWeights(directory);
        return opened;
    }

    /** A model made from another, and the tensors it took. */
    public record Transferred(MaskedLanguageModel model, LoadReport report) {}

    /**
     * A model to be pre-trained further: the weights of a saved model of any kind, and its tokenizer. The head is taken
     * from another masked language model; made from an encoder or a classifier, it has random weights.
     *
     * @param directory as {@link #save} or {@link TransformerClassifier#save} wrote it, or one of Hugging Face's
     * @param dropout share of elements dropped in training, wherever the family drops any; null for what the directory says
     * @param seed of the head
     * @param backend who computes
     * @param threads size of the worker pool
     * @throws InputException if something is missing or damaged, or nothing matches
     */
    public static Transferred transfer(
            Path directory, @Nullable Float dropout, long seed, Backend backend, int threads) {
        ModelConfig saved = ModelDirectory.open(directory);
        boolean sameTask = saved.task() instanceof Task.MaskedLanguage;
        ModelConfig task = sameTask ? saved : saved.withTask(new Task.MaskedLanguage(true));
        ModelConfig config = dropout == null ? task : task.withDropout(dropout);
        MaskedLanguageModel made = new MaskedLanguageModel(config, tokenizerIn(directory), backend, threads);
        return new Transferred(made, made.transferFrom(directory, seed, sameTask));
    }
}
