package dev.valence.internal.transformer;

import dev.valence.Classifier;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.internal.Progress;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.model.CrossEntropy;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.model.ProblemType;
import dev.valence.internal.tokenize.TextFrame;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.Tokenization;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.transformer.Task.Classification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Transformer with its tokenizer and labels, ready to predict, to be trained further and to be saved.
 *
 * <p>Thread-safe: any number of threads may predict at once, with the same result to the bit as one that predicts alone. Not so
 * {@link #readLongTexts} and training, which change it: nobody else may use it meanwhile.
 */
public final class TransformerClassifier extends TextModel implements Classifier {
    /** Tokens of a text at most that is read in windows: a bound on their memory, however small the stride. */
    private static final int LONGEST = 1 << 16;

    private Classification task;
    private @Nullable Tokenizer untruncated; // where long texts are read in windows
    private final Inference inference;

    private TransformerClassifier(
            ModelConfig config, Classification task, Path tokenizerFile, Backend backend, int threads) {
        super(config.withTask(task), tokenizerFile, requireTwo(task).labels().size(), backend, threads);
        this.task = task;
        this.inference = new Inference(model(), pool());
        try {
            readLongTexts(task.longTexts());
        } catch (InputException e) {
            close();
            throw e;
        }
    }

    private static Classification requireTwo(Classification task) {
        if (task.problem() == ProblemType.SINGLE_LABEL && task.labels().size() < 2) {
            throw new InputException("a classifier needs at least 2 classes, found "
                    + task.labels().size());
        }
        return task;
    }

    private static Classification oneOf(LabelSet labels) {
        return new Classification(labels, ProblemType.SINGLE_LABEL);
    }

    /**
     * A classifier of this project's own with random weights.
     *
     * @param encoder shape of the encoder
     * @param labels the classes
     * @param tokenizerFile a Hugging Face {@code tokenizer.json}
     * @param seed of the weights
     * @param backend who computes
     * @param threads size of the worker pool
     * @throws InputException if tokenizer and configuration do not fit together
     */
    public static TransformerClassifier random(
            EncoderConfig encoder, LabelSet labels, Path tokenizerFile, long seed, Backend backend, int threads) {
        Classification task = oneOf(labels);
        ModelConfig config = ModelConfig.valence(encoder, task);
        TransformerClassifier made = new TransformerClassifier(config, task, tokenizerFile, backend, threads);
        made.initialize(seed);
        return made;
    }

    /**
     * Opens a saved classifier.
     *
     * @param directory as {@link #save} wrote it, or a classifier's of Hugging Face's
     * @param backend who computes
     * @param threads size of the worker pool
     * @throws InputException if something is missing, damaged or does not fit together
     */
    public static TransformerClassifier open(Path directory, Backend backend, int threads) {
        ModelConfig config = ModelDirectory.open(directory);
        Classification task = classification(directory, config);
        TransformerClassifier opened =
                new TransformerClassifier(config, task, tokenizerIn(directory), backend, threads);
        opened.readWeights(directory);
        return opened;
    }

    private static Classification classification(Path directory, ModelConfig config) {
        if (config.task() instanceof Classification task) {
            return task;
        }
        String found = config.task() instanceof Task.MaskedLanguage ? "a masked language model" : "an encoder alone";
        throw new InputException(
                directory + ": required a classifier, found " + found + "; make one of it with finetune --init");
    }

    /**
     * Returns the classes of a saved single-label classifier; the weights are not read.
     *
     * @param directory as {@link #save} wrote it, or a classifier's of Hugging Face's
     * @throws InputException if something is missing or damaged, or it is another kind of model
     */
    public static LabelSet classes(Path directory) {
        Classification task = classification(directory, ModelDirectory.open(directory));
        requireOneClass(directory + ": required", task.problem());
        return task.labels();
    }

    private static void requireOneClass(String required, ProblemType problem) {
        if (problem != ProblemType.SINGLE_LABEL) {
            throw new InputException(required + " a model for single_label_classification, found one for "
                    + problem.id() + "; its labels cannot be predicted as one class");
        }
    }

    /**
     * Returns a classifier with the shape and the tokenizer of a saved model of any kind, and random weights: that of
     * {@link #transfer} without the weights of the encoder.
     *
     * @param directory as {@link #save} or {@link MaskedLanguageModel#save} wrote it, or one of Hugging Face's
     * @param labels the classes
     * @param dropout share of elements dropped in training, wherever the family drops any; null for what the directory says
     * @param seed of the weights
     * @param backend who computes
     * @param threads size of the worker pool
     * @throws InputException if something is missing or damaged
     */
    public static TransformerClassifier randomLike(
            Path directory, LabelSet labels, @Nullable Float dropout, long seed, Backend backend, int threads) {
        TransformerClassifier made = like(directory, ModelDirectory.open(directory), labels, dropout, backend, threads);
        made.initialize(seed);
        return made;
    }

    private static TransformerClassifier like(
            Path directory, ModelConfig saved, LabelSet labels, @Nullable Float dropout, Backend backend, int threads) {
        ModelConfig config = dropout == null ? saved : saved.withDropout(dropout);
        return new TransformerClassifier(config, oneOf(labels), tokenizerIn(directory), backend, threads);
    }

    /** A classifier made from another model, and the tensors it took. */
    public record Transferred(TransformerClassifier classifier, LoadReport report) {}

    /**
     * A classifier whose encoder comes from a saved model of any kind. The tokenizer is taken from the model, and so is
     * the head of a classifier of the same classes in the same order; otherwise the head has random weights.
     *
     * @param directory as {@link #save} or {@link MaskedLanguageModel#save} wrote it, or one of Hugging Face's
     * @param labels the classes
     * @param dropout share of elements dropped in training, wherever the family drops any; null for what the directory says
     * @param seed of the head
     * @param backend who computes
     * @param threads size of the worker pool
     * @throws InputException if something is missing or damaged, or nothing of the encoder matches
     */
    public static Transferred transfer(
            Path directory, LabelSet labels, @Nullable Float dropout, long seed, Backend backend, int threads) {
        ModelConfig saved = ModelDirectory.open(directory);
        TransformerClassifier made = like(directory, saved, labels, dropout, backend, threads);
        return new Transferred(made, made.transferFrom(directory, seed, sameTask(saved.task(), labels)));
    }

    private static boolean sameTask(Task saved, LabelSet labels) {
        return saved instanceof Classification classification
                && classification.problem() == ProblemType.SINGLE_LABEL
                && classification.labels().equals(labels);
    }

    /**
     * Reads texts longer than the encoder's maximum in this way from now on; it is saved with the model.
     *
     * @throws InputException if the windows leave tokens out between them
     */
    public void readLongTexts(LongTexts how) {
        LongTexts within = how;
        if (how.windows()) {
            Tokenizer own = tokenizer();
            within = how.within(own.maximumLength() - TextFrame.of(own).size());
            if (untruncated == null) {
                untruncated = tokenizer(Math.max(LONGEST, own.maximumLength()));
            }
        }
        task = new Classification(task.labels(), task.problem(), within);
        changeTask(task);
    }

    @Override
    public LabelSet labels() {
        return task.labels();
    }

    /** What texts to be classified are tokenized with: where they are read in windows, only what is above 65,536 tokens is cut off. */
    public Tokenizer evaluationTokenizer() {
        return untruncated == null || !task.longTexts().windows() ? tokenizer() : untruncated;
    }

    /** What is asked of a text. */
    public ProblemType problem() {
        return task.problem();
    }

    /**
     * Returns the logits of texts; their meaning depends on {@link #problem}.
     *
     * @return [B, C]
     */
    public float[] logits(List<String> texts) {
        return logits(Tokenization.of(evaluationTokenizer(), texts, pool().threads(), Progress.NONE)
                .batch());
    }

    /**
     * Returns the logits of tokenized texts; those of long ones are logarithms of probabilities.
     *
     * @param texts B texts of {@link #evaluationTokenizer}
     * @return [B, C]
     */
    public float[] logits(TokenBatch texts) {
        LongTexts how = task.longTexts();
        if (!how.windows()) {
            return inference.logits(texts);
        }
        Tokenizer own = tokenizer();
        TextWindows windows = TextWindows.cut(texts, TextFrame.of(own), own.maximumLength(), how.stride());
        return windows.aggregate(inference.logits(windows.windows()), labels().size(), how.aggregation());
    }

    /**
     * @throws InputException if not one class is asked for: what then is true of a text, its {@link #logits} say
     * @throws IllegalStateException if it is closed, before or meanwhile
     */
    @Override
    public List<Prediction> predict(List<String> texts) {
        requireOneClass("required", problem());
        if (texts.isEmpty()) {
            return List.of();
        }
        float[] logits = logits(texts);
        List<Prediction> predictions = new ArrayList<>(texts.size());
        for (int b = 0; b < texts.size(); b++) {
            predictions.add(new Prediction(labels(), CrossEntropy.probabilities(logits, b, labels().size())));
        }
        return predictions;
    }

    @Override
    public void close() {
        inference.close();
        super.close();
        if (untruncated != null) {
            untruncated.close();
        }
    }
}
