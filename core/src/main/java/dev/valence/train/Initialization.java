package dev.valence.train;

import dev.valence.Environment;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Listener;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.transformer.LoadReport;
import dev.valence.internal.transformer.MaskedLanguageModel;
import dev.valence.internal.transformer.ModelFamily;
import dev.valence.internal.transformer.SavedModel;
import dev.valence.internal.transformer.TransformerClassifier;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model that training starts from.
 *
 * @param source what to ask for to get the same again: a directory, or what {@code fetch} takes
 * @param directory a model directory
 * @param otherTokenizer whether a tokenizer given besides may be another than the model's; the model's is used all the same
 * @param taken what is taken of the model besides its tokenizer
 */
record Initialization(String source, Path directory, boolean otherTokenizer, Taken taken) {
    /** What is taken of a model. */
    enum Taken {
        /** The encoder with its weights. */
        WEIGHTS,
        /** The shape of the encoder only; its weights are random. */
        SHAPE
    }

    /** What the provenance calls the source. */
    static final String FROM = "from";

    private static final int SHOWN = 4;
    private static final int ANY_LENGTH = 512;

    /**
     * Finds the model to start from, fetching it where it is elsewhere.
     *
     * @param given the directory of a model or run, {@code hf:…} or {@code maven:…}
     */
    static Initialization of(
            String given, boolean otherTokenizer, Taken taken, Environment environment, Listener listener) {
        SavedModel.Found found = SavedModel.find(given, environment, listener);
        return new Initialization(found.source(), found.directory(), otherTokenizer, taken);
    }

    /** The same model, of which something else is taken. */
    Initialization taking(Taken other) {
        return new Initialization(source, directory, otherTokenizer, other);
    }

    /** Kind of model. */
    ModelFamily family() {
        return ModelFamily.of(directory);
    }

    /** Whether others published it, in one of Hugging Face's families. */
    boolean published() {
        return family() != ModelFamily.VALENCE;
    }

    /** Hyper-parameters of fine-tuning; a note reports a learning rate for published models. */
    TrainingConfig recipe(Hyperparameters options, Listener listener) {
        TrainingConfig config = options.config(
                published() ? TrainingConfig::published : TrainingConfig::standard, TrainingConfig::tutorial);
        reportRate(listener, options, config);
        return config;
    }

    /** Hyper-parameters of further pre-training; a note as in {@link #recipe}. */
    TrainingConfig pretrainingRecipe(Hyperparameters options, Listener listener) {
        TrainingConfig config = options.config(
                published() ? TrainingConfig::furtherPretraining : TrainingConfig::pretraining,
                TrainingConfig::tutorialPretraining);
        reportRate(listener, options, config);
        return config;
    }

    private void reportRate(Listener listener, Hyperparameters options, TrainingConfig config) {
        if (published() && options.usesRateOfPreset()) {
            double rate = config.optimization().learningRate();
            listener.note(source + " was published pre-trained, so the learning rate is "
                    + Double.toString(rate).replace(".0E", "e")
                    + "; --learning-rate changes it. Dropout is that of its config.json unless --dropout is given.");
        }
    }

    /**
     * Finds options that contradict the model.
     *
     * @param mayIgnore whether the verb can go on with the model's tokenizer where another is given
     */
    void check(EncoderShape shape, boolean mayIgnore) {
        shape.requireNone(source);
        Path given = shape.tokenizer;
        if (given != null && !otherTokenizer && !hash(given).equals(hash(directory))) {
            throw new InputException("--tokenizer " + given + " is another than that of " + source
                    + ", whose embeddings would get other tokens' places; leave --tokenizer out"
                    + (mayIgnore ? ", or add --ignore-tokenizer to go on with the model's own" : ""));
        }
    }

    private static String hash(Path tokenizer) {
        try (Tokenizer opened = HuggingFaceTokenizer.open(tokenizer, ANY_LENGTH)) {
            return opened.contentHash();
        }
    }

    /** A classifier with what is taken of the model and its tokenizer; the head is new where the model's classes are others. */
    TransformerClassifier classifier(
            LabelSet labels, @Nullable Float dropout, long seed, Backend backend, int threads, Listener listener) {
        if (taken == Taken.SHAPE) {
            return TransformerClassifier.randomLike(directory, labels, dropout, seed, backend, threads);
        }
        TransformerClassifier.Transferred transferred =
                TransformerClassifier.transfer(directory, labels, dropout, seed, backend, threads);
        report(listener, transferred.report());
        return transferred.classifier();
    }

    /** A model to be pre-trained further, with its tokenizer. */
    MaskedLanguageModel languageModel(
            @Nullable Float dropout, long seed, Backend backend, int threads, Listener listener) {
        MaskedLanguageModel.Transferred transferred =
                MaskedLanguageModel.transfer(directory, dropout, seed, backend, threads);
        report(listener, transferred.report());
        return transferred.model();
    }

    private void report(Listener listener, LoadReport report) {
        listener.note(source + ": loaded " + report.loaded().size() + " tensors; new: " + list(report.missing())
                + "; not used: " + list(report.unexpected()) + "; of another shape: " + list(report.misshapen()));
    }

    private static String list(List<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() + " (" + shown + (names.size() > SHOWN ? ", ..." : "") + ")";
    }

    Map<String, Object> provenance() {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put(taken == Taken.SHAPE ? "shape_from" : FROM, source);
        provenance.put("weights_hash", SavedModel.weightsHash(directory));
        return provenance;
    }
}
