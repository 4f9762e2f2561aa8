package dev.valence.classify;

import dev.valence.Classifier;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.checkpoint.ConfigJson;
import dev.valence.compute.Backend;
import dev.valence.compute.WorkerPool;
import dev.valence.model.CrossEntropy;
import dev.valence.model.EncoderConfig;
import dev.valence.model.TransformerModel;
import dev.valence.tokenize.Progress;
import dev.valence.tokenize.TokenBatch;
import dev.valence.tokenize.Tokenization;
import dev.valence.tokenize.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A Transformer with its tokenizer and labels, ready to predict, to be trained further and to be saved. A saved one is a
 * directory in the Hugging Face layout: {@code config.json}, {@code model.safetensors}, {@code tokenizer.json}, and {@code
 * provenance.json}.
 *
 * <p>Not thread-safe: its worker pool serves one caller at a time.
 */
public final class TransformerClassifier implements Classifier {
    private final LabelSet labels;
    private final ModelTokenizer tokenizer;
    private final TransformerModel model;
    private final WorkerPool pool;
    private final Inference inference;

    private TransformerClassifier(
            EncoderConfig config, LabelSet labels, Path tokenizerFile, Backend backend, int threads) {
        this.labels = labels;
        this.tokenizer = ModelTokenizer.open(tokenizerFile, config);
        this.model = TransformerModel.classifier(config, labels.size(), backend);
        this.pool = new WorkerPool(threads);
        this.inference = new Inference(model, pool);
    }

    /**
     * A classifier with random weights.
     *
     * @param config shape of the encoder
     * @param labels the classes
     * @param tokenizerFile a Hugging Face {@code tokenizer.json}
     * @param seed of the weights
     * @param backend who computes
     * @param threads size of the worker pool
     * @throws InputException if tokenizer and configuration do not fit together
     */
    public static TransformerClassifier random(
            EncoderConfig config, LabelSet labels, Path tokenizerFile, long seed, Backend backend, int threads) {
        TransformerClassifier classifier = new TransformerClassifier(config, labels, tokenizerFile, backend, threads);
        classifier.model.initialize(seed);
        classifier.model.refresh(classifier.pool);
        return classifier;
    }

    /**
     * Opens a saved classifier.
     *
     * @param directory as {@link #save} wrote it
     * @param backend who computes
     * @param threads size of the worker pool
     * @throws InputException if something is missing, damaged or does not fit together
     */
    public static TransformerClassifier open(Path directory, Backend backend, int threads) {
        ConfigJson json = ModelDirectory.open(directory);
        if (ConfigFile.maskedLanguage(json)) {
            throw new InputException(
                    directory + ": required a classifier, found a masked language model; make one of it"
                            + " with finetune --init");
        }
        TransformerClassifier classifier = new TransformerClassifier(
                ConfigFile.config(json),
                ConfigFile.labels(json),
                directory.resolve(ModelDirectory.TOKENIZER),
                backend,
                threads);
        ModelDirectory.readWeights(directory, classifier.model.parameters());
        classifier.model.refresh(classifier.pool);
        return classifier;
    }

    /**
     * A classifier with the shape and the tokenizer of a saved model of any kind, and random weights: what {@link #transfer}
     * makes but for the weights of the encoder.
     *
     * @param directory as {@link #save} or {@link MaskedLanguageModel#save} wrote it
     * @param labels the classes
     * @param dropout share of elements dropped in training
     * @param seed of the weights
     * @param backend who computes
     * @param threads size of the worker pool
     * @throws InputException if something is missing or damaged
     */
    public static TransformerClassifier randomLike(
            Path directory, LabelSet labels, float dropout, long seed, Backend backend, int threads) {
        EncoderConfig config = ConfigFile.config(ModelDirectory.open(directory)).withDropout(dropout);
        return random(config, labels, directory.resolve(ModelDirectory.TOKENIZER), seed, backend, threads);
    }

    /** A classifier that was made from another model, and what came of its weights. */
    public record Transferred(TransformerClassifier classifier, LoadReport report) {}

    /**
     * A classifier whose encoder comes from a saved model of any kind, and whose head has random weights. The tokenizer
     * is taken along.
     *
     * @param directory as {@link #save} or {@link MaskedLanguageModel#save} wrote it
     * @param labels the classes
     * @param dropout share of elements dropped in training
     * @param seed of the head
     * @param backend who computes
     * @param threads size of the worker pool
     * @throws InputException if something is missing or damaged, or nothing of the encoder matches
     */
    public static Transferred transfer(
            Path directory, LabelSet labels, float dropout, long seed, Backend backend, int threads) {
        ConfigJson json = ModelDirectory.open(directory);
        TransformerClassifier classifier = new TransformerClassifier(
                ConfigFile.config(json).withDropout(dropout),
                labels,
                directory.resolve(ModelDirectory.TOKENIZER),
                backend,
                threads);
        classifier.model.initialize(seed);
        LoadReport report = LoadReport.load(directory.resolve(ModelDirectory.WEIGHTS), classifier.model.parameters());
        classifier.model.refresh(classifier.pool);
        return new Transferred(classifier, report);
    }

    /**
     * Saves everything needed to open it again; a directory already there is replaced as a whole, or stays as it was if
     * saving fails.
     *
     * @param directory where to
     * @param provenance what made the weights
     */
    public void save(Path directory, Map<String, ?> provenance) {
        ModelDirectory.save(
                directory, ConfigFile.write(model.config(), labels), model.parameters(), tokenizer, provenance);
    }

    @Override
    public LabelSet labels() {
        return labels;
    }

    /** Its tokenizer. */
    public Tokenizer tokenizer() {
        return tokenizer.tokenizer();
    }

    /** What its {@code config.json} says: shape of the encoder, labels. */
    public Map<String, ?> configuration() {
        return ConfigFile.write(model.config(), labels).values();
    }

    /** Its encoder and head. */
    public TransformerModel model() {
        return model;
    }

    /** Its workers. */
    public WorkerPool pool() {
        return pool;
    }

    @Override
    public List<Prediction> predict(List<String> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        TokenBatch tokens = Tokenization.of(tokenizer.tokenizer(), texts, pool.threads(), Progress.NONE)
                .batch();
        float[] logits = inference.logits(tokens);
        List<Prediction> predictions = new ArrayList<>(texts.size());
        for (int b = 0; b < texts.size(); b++) {
            predictions.add(new Prediction(CrossEntropy.probabilities(logits, b, labels.size())));
        }
        return predictions;
    }

    @Override
    public void close() {
        pool.close();
        tokenizer.tokenizer().close();
    }
}
