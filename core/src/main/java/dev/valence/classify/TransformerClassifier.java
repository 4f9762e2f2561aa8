package dev.valence.classify;

import dev.valence.Classifier;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.checkpoint.ConfigJson;
import dev.valence.checkpoint.DirectoryCommit;
import dev.valence.checkpoint.SafetensorsFile;
import dev.valence.checkpoint.SafetensorsWriter;
import dev.valence.compute.Backend;
import dev.valence.compute.NamedTensor;
import dev.valence.compute.WorkerPool;
import dev.valence.model.CrossEntropy;
import dev.valence.model.EncoderConfig;
import dev.valence.model.TransformerModel;
import dev.valence.tokenize.HuggingFaceTokenizer;
import dev.valence.tokenize.Progress;
import dev.valence.tokenize.TokenBatch;
import dev.valence.tokenize.Tokenization;
import dev.valence.tokenize.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
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
    private static final String WEIGHTS = "model.safetensors";
    private static final String TOKENIZER = "tokenizer.json";
    private static final String PROVENANCE = "provenance.json";

    private final LabelSet labels;
    private final Tokenizer tokenizer;
    private final byte[] tokenizerJson;
    private final TransformerModel model;
    private final WorkerPool pool;
    private final Inference inference;

    private TransformerClassifier(
            EncoderConfig config, LabelSet labels, Path tokenizerFile, Backend backend, int threads) {
        this.labels = labels;
        this.tokenizerJson = bytes(tokenizerFile);
        this.tokenizer = HuggingFaceTokenizer.open(tokenizerFile, config.maximumLength());
        if (tokenizer.vocabularySize() > config.vocabularySize()) {
            throw new InputException(tokenizerFile + ": required a tokenizer of at most " + config.vocabularySize()
                    + " tokens, the model's vocabulary, found " + tokenizer.vocabularySize() + "; use the model's own");
        }
        this.model = TransformerModel.classifier(config, labels.size(), backend);
        this.pool = new WorkerPool(threads);
        this.inference = new Inference(model, pool);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputException(file + ": required a tokenizer.json, found none that can be read; restore it", e);
        }
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
        DirectoryCommit.recover(directory);
        DirectoryCommit.verify(directory);
        ConfigJson json = ConfigJson.read(directory.resolve(ConfigFile.NAME));
        TransformerClassifier classifier = new TransformerClassifier(
                ConfigFile.config(json), ConfigFile.labels(json), directory.resolve(TOKENIZER), backend, threads);
        try (SafetensorsFile weights = SafetensorsFile.open(directory.resolve(WEIGHTS))) {
            for (NamedTensor tensor : classifier.model.parameters().tensors()) {
                weights.read(tensor);
            }
        }
        classifier.model.refresh(classifier.pool);
        return classifier;
    }

    /**
     * Saves everything needed to open it again; a directory already there is replaced as a whole, or stays as it was if
     * saving fails.
     *
     * @param directory where to
     * @param provenance what made the weights
     */
    public void save(Path directory, Map<String, ?> provenance) {
        DirectoryCommit.commit(directory, folder -> {
            ConfigFile.write(model.config(), labels).write(folder.resolve(ConfigFile.NAME));
            SafetensorsWriter.write(
                    folder.resolve(WEIGHTS), model.parameters().tensors(), Map.of("format", ConfigFile.MODEL_TYPE));
            Files.write(folder.resolve(TOKENIZER), tokenizerJson);
            ConfigJson.of(provenance).write(folder.resolve(PROVENANCE));
        });
    }

    @Override
    public LabelSet labels() {
        return labels;
    }

    /** Its tokenizer. */
    public Tokenizer tokenizer() {
        return tokenizer;
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
        TokenBatch tokens =
                Tokenization.of(tokenizer, texts, pool.threads(), Progress.NONE).batch();
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
        tokenizer.close();
    }
}
