package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.internal.files.DirectoryCommit;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.train.TrainingConfig;
import dev.valence.internal.transformer.LoadReport;
import dev.valence.internal.transformer.MaskedLanguageModel;
import dev.valence.internal.transformer.ModelFamily;
import dev.valence.internal.transformer.TransformerClassifier;
import dev.valence.internal.weights.WeightSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

    private static final Pattern REMOTE = Pattern.compile("(hf|maven):.*");
    private static final int SHOWN = 4;
    private static final int ANY_LENGTH = 512;

    /**
     * What is to be started from.
     *
     * @param given the directory of a model or run, or what {@code fetch} takes
     */
    static Initialization of(Terminal terminal, String given, boolean otherTokenizer, Taken taken) {
        if (!isRemote(given)) {
            Path path = Path.of(given);
            Path directory = Files.isDirectory(path) ? SavedModel.directory(path) : path;
            if (!directory.equals(path) || DirectoryCommit.hasManifest(directory)) {
                return new Initialization(directory.toString(), directory, otherTokenizer, taken);
            }
        }
        WeightSource.Fetched fetched = PretrainedWeights.fetch(terminal, given);
        return new Initialization(fetched.source(), fetched.directory(), otherTokenizer, taken);
    }

    /** Whether it is the name of a model to be fetched. */
    static boolean isRemote(String given) {
        return REMOTE.matcher(given).matches();
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

    /** Hyper-parameters of fine-tuning; says so where the learning rate is that for published models. */
    TrainingConfig recipe(Terminal terminal, TrainingOptions options) {
        TrainingConfig config = options.config(
                published() ? TrainingConfig::published : TrainingConfig::standard, TrainingConfig::tutorial);
        sayRate(terminal, options, config);
        return config;
    }

    /** Hyper-parameters of going on with pre-training; says so likewise. */
    TrainingConfig pretrainingRecipe(Terminal terminal, TrainingOptions options) {
        TrainingConfig config = options.config(
                published() ? TrainingConfig::furtherPretraining : TrainingConfig::pretraining,
                TrainingConfig::tutorialPretraining);
        sayRate(terminal, options, config);
        return config;
    }

    private void sayRate(Terminal terminal, TrainingOptions options, TrainingConfig config) {
        if (published() && options.usesRateOfPreset()) {
            double rate = config.optimization().learningRate();
            terminal.note(source + " was published pre-trained, so the learning rate is "
                    + Double.toString(rate).replace(".0E", "e")
                    + "; --learning-rate changes it. Dropout is that of its config.json unless --dropout is given.");
        }
    }

    /**
     * Finds options that contradict the model.
     *
     * @param mayIgnore whether the verb can go on with the model's tokenizer where another is given
     */
    void check(EncoderOptions options, boolean mayIgnore) {
        options.requireNoShape(source);
        Path given = options.tokenizer();
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
            Terminal terminal, LabelSet labels, @Nullable Float dropout, long seed, MachineOptions machine) {
        if (taken == Taken.SHAPE) {
            return TransformerClassifier.randomLike(
                    directory, labels, dropout, seed, machine.backend(), machine.threads());
        }
        TransformerClassifier.Transferred transferred =
                TransformerClassifier.transfer(directory, labels, dropout, seed, machine.backend(), machine.threads());
        tell(terminal, transferred.report());
        return transferred.classifier();
    }

    /** A model to be pre-trained further, with its tokenizer. */
    MaskedLanguageModel languageModel(Terminal terminal, @Nullable Float dropout, long seed, MachineOptions machine) {
        MaskedLanguageModel.Transferred transferred =
                MaskedLanguageModel.transfer(directory, dropout, seed, machine.backend(), machine.threads());
        tell(terminal, transferred.report());
        return transferred.model();
    }

    private void tell(Terminal terminal, LoadReport report) {
        terminal.note(source + ": loaded " + report.loaded().size() + " tensors; new: " + list(report.missing())
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
