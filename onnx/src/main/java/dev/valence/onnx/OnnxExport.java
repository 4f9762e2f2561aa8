package dev.valence.onnx;

import dev.valence.InputException;
import dev.valence.checkpoint.onnx.OnnxModelWriter;
import dev.valence.classify.MaskedLanguageModel;
import dev.valence.classify.TransformerClassifier;
import dev.valence.compute.Backend;
import dev.valence.files.WholeFile;
import dev.valence.model.TransformerModel;
import dev.valence.tokenize.TokenBatch;
import dev.valence.tokenize.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Writes classifiers and masked language models as ONNX graphs in fp32, for ONNX Runtime and what runs it, such as DJL. No
 * file is left that ONNX Runtime does not run with the model's own logits.
 */
public final class OnnxExport {
    private static final int LONGEST = 512; // tokens of a text in the check
    private static final String SENTENCE =
            "A film of long silences, sharp edges and 2 or 3 good jokes; I'd see it again. ";

    /** Of several lengths, with the token for padding inside where there is one, and one that fills the model. */
    private static final List<String> TEXTS = List.of(
            "Good.",
            "A text in which <pad> or [PAD] is written out.",
            "The plot is thin, but both leads are a joy to watch!",
            SENTENCE.repeat(2),
            SENTENCE.repeat(LONGEST));

    /**
     * What was written.
     *
     * @param inputs names of the graph's inputs, in their order
     * @param bytes size of the file
     * @param texts how many texts ONNX Runtime was tried on
     * @param difference the largest difference of a logit
     */
    public record Exported(List<String> inputs, long bytes, int texts, double difference) {
        /** Copies the names. */
        public Exported {
            inputs = List.copyOf(inputs);
        }
    }

    private OnnxExport() {}

    /**
     * Exports a saved model.
     *
     * @param directory a classifier's or masked language model's
     * @param file the graph to write; replaced if it is there
     * @param dynamicBatch whether the graph takes any number of texts at once, not one
     * @throws InputException if the directory is no such model's or damaged, the file cannot be there or would be too large,
     *     or there is no ONNX Runtime for this machine
     * @throws IllegalStateException if ONNX Runtime computes something else; nothing is written then
     */
    public static Exported export(Path directory, Path file, boolean dynamicBatch) {
        requireParent(file);
        if (MaskedLanguageModel.isIn(directory)) {
            try (MaskedLanguageModel opened = MaskedLanguageModel.open(directory, Backend.best(), 1)) {
                return export(opened.model(), true, samples(opened.tokenizer()), file, dynamicBatch);
            }
        }
        try (TransformerClassifier opened = TransformerClassifier.open(directory, Backend.best(), 1)) {
            return export(opened.model(), false, samples(opened.tokenizer()), file, dynamicBatch);
        }
    }

    private static void requireParent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || parent == null || !Files.isDirectory(parent)) {
            throw new InputException(file + ": required a file in a directory that exists, found none; choose another");
        }
    }

    private static TokenBatch samples(Tokenizer tokenizer) {
        return TokenBatch.of(TEXTS.stream()
                .map(text -> tokenizer.encode(text).ids())
                .map(ids -> Arrays.copyOf(ids, Math.min(ids.length, LONGEST)))
                .toArray(int[][]::new));
    }

    /** Exports a model after checking it on texts. */
    static Exported export(
            TransformerModel model, boolean everyToken, TokenBatch texts, Path file, boolean dynamicBatch) {
        OnnxModelWriter graph = ModelGraph.of(model, everyToken, dynamicBatch);
        return write(graph, new ExportCheck(model, everyToken, dynamicBatch, texts), file);
    }

    /** Writes a graph beside its place, checks it, and puts it there. */
    static Exported write(OnnxModelWriter graph, ExportCheck check, Path file) {
        try (WholeFile fresh = new WholeFile(file)) {
            graph.write(fresh.draft());
            double difference = check.requireAgreement(fresh.draft(), graph);
            long bytes = Files.size(fresh.draft());
            fresh.commit();
            return new Exported(graph.inputs(), bytes, check.texts().texts(), difference);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
