package dev.valence.internal.transformer;

import dev.valence.Classifier;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.internal.Progress;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.checkpoint.huggingface.StoredWeights;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.WorkerPool;
import dev.valence.internal.model.CrossEntropy;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.model.Parameters;
import dev.valence.internal.model.ProblemType;
import dev.valence.internal.model.TransformerModel;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.TextFrame;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.Tokenization;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.transformer.Task.Classification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Transformer with its tokenizer and labels, ready to predict, to be trained further and to be saved. A saved one is a
 * directory in the Hugging Face layout: {@code config.json}, {@code model.safetensors}, {@code tokenizer.json}, and {@code
 * provenance.json}. One that was made from a directory of a family that Hugging Face knows is saved as such.
 *
 * <p>Thread-safe: any number of threads may predict at once, with the same result to the bit as one that predicts alone. Not so
 * {@link #readLongTexts} and training, which change it: nobody else may use it meanwhile.
 */
public final class TransformerClassifier implements Classifier {
    /** Maximum tokens of a text that is read in windows; bounds their memory for any stride. */
    private static final int LONGEST = 1 << 16;

    private ModelConfig config;
    private Classification task;
    private final ModelTokenizer tokenizer;
    private @Nullable Tokenizer untruncated; // where long texts are read in windows
    private final TransformerModel model;
    private final WorkerPool pool;
    private final Inference inference;

    private TransformerClassifier(
            ModelConfig config, Classification task, Path tokenizerFile, Backend backend, int threads) {
        if (task.problem() == ProblemType.SINGLE_LABEL && task.labels().size() < 2) {
            throw new InputException("a classifier needs at least 2 classes, found "
                    + task.labels().size());
        }
        this.config = config.withTask(task);
        this.task = task;
        this.tokenizer = ModelTokenizer.open(tokenizerFile, config.encoder());
        this.model = TransformerModel.of(
                config.encoder(), this.config.head(), task.labels().size(), backend);
        readLongTexts(task.longTexts()); // before there are workers, because it may refuse
        this.pool = new WorkerPool(threads);
        this.inference = new Inference(model, pool);
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
        return initialized(new TransformerClassifier(config, task, tokenizerFile, backend, threads), seed);
    }

    private static TransformerClassifier initialized(TransformerClassifier classifier, long seed) {
        classifier.model.initialize(seed);
        classifier.model.refresh(classifier.pool);
        return classifier;
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
        TransformerClassifier classifier = new TransformerClassifier(
                config, task, directory.resolve(HuggingFaceTokenizer.FILE_NAME), backend, threads);
        ModelDirectory.readWeights(directory, config.weights(), classifier.model.parameters());
        classifier.model.refresh(classifier.pool);
        return classifier;
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
        return initialized(like(directory, ModelDirectory.open(directory), labels, dropout, backend, threads), seed);
    }

    private static TransformerClassifier like(
            Path directory, ModelConfig saved, LabelSet labels, @Nullable Float dropout, Backend backend, int threads) {
        ModelConfig config = dropout == null ? saved : saved.withDropout(dropout);
        Path tokenizer = directory.resolve(HuggingFaceTokenizer.FILE_NAME);
        return new TransformerClassifier(config, oneOf(labels), tokenizer, backend, threads);
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
        TransformerClassifier classifier = like(directory, saved, labels, dropout, backend, threads);
        classifier.model.initialize(seed);
        StoredWeights stored = classifier.config.weights();
        Parameters parameters = classifier.model.parameters();
        LoadReport report = sameTask(saved.task(), labels)
                ? LoadReport.loadAll(directory, stored, parameters)
                : LoadReport.loadEncoder(directory, stored, parameters);
        classifier.model.refresh(classifier.pool);
        return new Transferred(classifier, report);
    }

    private static boolean sameTask(Task saved, LabelSet labels) {
        return saved instanceof Classification classification
                && classification.problem() == ProblemType.SINGLE_LABEL
                && classification.labels().equals(labels);
    }

    /**
     * Saves everything needed to open it again.
     *
     * @param directory where to, new or empty
     * @param provenance what made the weights
     * @throws dev.valence.InputException if something is there
     */
    public void save(Path directory, Map<String, ?> provenance) {
        DirectoryCommit.commit(directory, contents(provenance));
    }

    /** Saves in place of a model that was saved there before; files of others stay. */
    public void replace(Path directory, Map<String, ?> provenance) {
        DirectoryCommit.replace(directory, contents(provenance));
    }

    private DirectoryCommit.Contents contents(Map<String, ?> provenance) {
        return ModelDirectory.contents(config, model.parameters(), tokenizer, provenance);
    }

    /**
     * Writes {@code config.json} and the tokenizer's files for a graph of this model, as Hugging Face's libraries read them beside
     * one.
     *
     * @throws IOException if that fails
     */
    public void writeBesideGraph(Path folder) throws IOException {
        ModelDirectory.writeAllButWeights(folder, config.forGraph(), tokenizer);
    }

    /**
     * Sets how texts longer than the encoder's maximum are read; it is saved with the model.
     *
     * @throws InputException if the windows leave tokens out between them
     */
    public void readLongTexts(LongTexts how) {
        LongTexts within = how;
        if (how.windows()) {
            Tokenizer own = tokenizer();
            within = how.within(own.maximumLength() - TextFrame.of(own).size());
            if (untruncated == null) {
                untruncated = tokenizer.stored().open(Math.max(LONGEST, own.maximumLength()));
            }
        }
        task = new Classification(task.labels(), task.problem(), within);
        config = config.withTask(task);
    }

    @Override
    public LabelSet labels() {
        return task.labels();
    }

    /** Its tokenizer, which cuts texts at the encoder's maximum. */
    public Tokenizer tokenizer() {
        return tokenizer.tokenizer();
    }

    /** The tokenizer of texts to be classified; for texts read in windows it cuts only at 65,536 tokens. */
    public Tokenizer evaluationTokenizer() {
        return untruncated == null || !task.longTexts().windows() ? tokenizer() : untruncated;
    }

    /** Its {@code config.json} as a map: shape of the encoder, labels. */
    public Map<String, ?> configuration() {
        return config.toJson().values();
    }

    /** Its encoder and head. */
    public TransformerModel model() {
        return model;
    }

    /** Its workers. */
    public WorkerPool pool() {
        return pool;
    }

    /** Its problem type. */
    public ProblemType problem() {
        return task.problem();
    }

    /**
     * Returns the logits of texts; their meaning depends on {@link #problem}.
     *
     * @return [B, C]
     */
    public float[] logits(List<String> texts) {
        return logits(Tokenization.of(evaluationTokenizer(), texts, pool.threads(), Progress.NONE)
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
        pool.close();
        tokenizer.tokenizer().close();
        if (untruncated != null) {
            untruncated.close();
        }
    }
}
