package dev.valence.cli;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.checkpoint.DirectoryCommit;
import dev.valence.classify.LoadReport;
import dev.valence.classify.ModelFamily;
import dev.valence.classify.TransformerClassifier;
import dev.valence.tokenize.HuggingFaceTokenizer;
import dev.valence.tokenize.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model that fine-tuning starts from.
 *
 * @param directory a model directory, or that of a run whose best model is meant
 * @param otherTokenizer whether a tokenizer given besides may be another than the model's; the model's is used all the same
 * @param taken what is taken of the model besides its tokenizer
 */
record Initialization(Path directory, boolean otherTokenizer, Taken taken) {
    /** What is taken of a model. */
    enum Taken {
        /** The encoder with its weights. */
        WEIGHTS,
        /** The shape of the encoder only; its weights are random. */
        SHAPE
    }

    private static final int SHOWN = 4;
    private static final int ANY_LENGTH = 512;

    /** Finds the best model of a run. */
    Initialization {
        directory = Files.isDirectory(directory.resolve("best")) ? directory.resolve("best") : directory;
        if (!Files.isDirectory(directory)) {
            throw new InputException(directory + ": required a model directory, found "
                    + (Files.exists(directory) ? "a file" : "nothing") + "; check the path");
        }
    }

    /**
     * What is to be started from.
     *
     * @param source the directory of a model or run, or what {@code fetch} takes
     */
    static Initialization of(Terminal terminal, String source, boolean otherTokenizer, Taken taken) {
        Path directory = Path.of(source);
        boolean whole = Files.isDirectory(directory.resolve("best")) || DirectoryCommit.hasManifest(directory);
        boolean local = Files.exists(directory) || !source.matches("(hf|maven):.*");
        boolean fetched = !local || (Files.isDirectory(directory) && !whole);
        return new Initialization(
                fetched ? PretrainedWeights.fetch(terminal, source) : directory, otherTokenizer, taken);
    }

    /** Kind of model. */
    ModelFamily family() {
        return ModelFamily.of(directory);
    }

    /** Finds options that contradict the model. */
    void check(EncoderOptions options) {
        options.requireNoShape(directory);
        Path given = options.tokenizer();
        if (given != null && !otherTokenizer && !hash(given).equals(hash(directory))) {
            throw new InputException("--tokenizer " + given + " is another than that of " + directory
                    + ", whose embeddings would get other tokens' places; leave --tokenizer out, or add"
                    + " --ignore-tokenizer to go on with the model's own");
        }
    }

    private static String hash(Path tokenizer) {
        try (Tokenizer opened = HuggingFaceTokenizer.open(tokenizer, ANY_LENGTH)) {
            return opened.contentHash();
        }
    }

    /** A classifier with what is taken of the model, its tokenizer, and a new head. */
    TransformerClassifier classifier(
            Terminal terminal, LabelSet labels, @Nullable Float dropout, long seed, MachineOptions machine) {
        if (taken == Taken.SHAPE) {
            return TransformerClassifier.randomLike(
                    directory, labels, dropout, seed, machine.backend(), machine.threads());
        }
        TransformerClassifier.Transferred transferred =
                TransformerClassifier.transfer(directory, labels, dropout, seed, machine.backend(), machine.threads());
        LoadReport report = transferred.report();
        terminal.note(directory + ": loaded " + report.loaded().size() + " tensors; new: " + list(report.missing())
                + "; not used: " + list(report.unexpected()) + "; of another shape: " + list(report.misshapen()));
        return transferred.classifier();
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
        provenance.put(taken == Taken.SHAPE ? "shape_from" : "from", directory.toString());
        provenance.put("weights_hash", SavedModel.weightsHash(directory));
        return provenance;
    }
}
