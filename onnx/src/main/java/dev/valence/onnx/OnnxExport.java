package dev.valence.onnx;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.formats.onnx.OnnxModelWriter;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.ProblemType;
import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.Tokenizer;
import dev.valence.internal.transformer.MaskedLanguageModel;
import dev.valence.internal.transformer.SavedModel;
import dev.valence.internal.transformer.TransformerClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Export of classifiers and masked language models as ONNX graphs in fp32, with the files that DJL and Hugging Face's
 * Optimum need. A directory is written only if ONNX Runtime computes the model's logits from its graph.
 *
 * <p>ONNX Runtime has one environment in a process, and DJL's engine insists on making it: where both are used, start DJL's first, with
 * {@code Engine.getEngine("OnnxRuntime")}.
 */
public final class OnnxExport {
    /** Name of the graph's file, for Optimum and DJL. */
    static final String GRAPH = "model.onnx";

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
     * Result of an export.
     *
     * @param inputs names of the graph's inputs, in their order
     * @param bytes size of the graph
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
     * Exports a saved model, for any number of texts at once; see {@link #export(Path, Path, boolean)}.
     */
    public static Exported export(Path model, Path directory) {
        return export(model, directory, true);
    }

    /**
     * Exports a saved model to {@code model.onnx}, {@code config.json}, the tokenizer's files and {@code serving.properties}.
     *
     * @param model the model directory of a classifier or masked language model, or the directory of a run
     * @param directory where to; new or empty
     * @param dynamicBatch whether the graph takes any number of texts at once, not one
     * @throws InputException if there is no such model or it is damaged, {@code directory} is not free, the graph would be too
     *     large, or there is no ONNX Runtime for this machine
     * @throws IllegalStateException if ONNX Runtime computes something else; nothing is written then
     * @throws java.io.UncheckedIOException if writing fails
     */
    public static Exported export(Path model, Path directory, boolean dynamicBatch) {
        Path saved = SavedModel.directory(model);
        requireFree(directory);
        if (MaskedLanguageModel.isIn(saved)) {
            try (MaskedLanguageModel opened = MaskedLanguageModel.open(saved, Backend.best(), 1)) {
                Tokenizer tokenizer = opened.tokenizer();
                OnnxModelWriter graph = ModelGraph.of(opened.model(), true, dynamicBatch);
                ExportCheck check = new ExportCheck(opened.model(), true, dynamicBatch, samples(tokenizer));
                return write(directory, graph, check, folder -> {
                    opened.writeBesideGraph(folder);
                    ServingProperties.write(folder, null, graph.inputs(), tokenizer);
                });
            }
        }
        try (TransformerClassifier opened = TransformerClassifier.open(saved, Backend.best(), 1)) {
            Tokenizer tokenizer = opened.tokenizer();
            OnnxModelWriter graph = ModelGraph.of(opened.model(), false, dynamicBatch);
            nameClasses(graph, opened.labels(), opened.problem());
            ExportCheck check = new ExportCheck(opened.model(), false, dynamicBatch, samples(tokenizer));
            return write(directory, graph, check, folder -> {
                opened.writeBesideGraph(folder);
                ServingProperties.write(folder, opened.problem(), graph.inputs(), tokenizer);
            });
        }
    }

    private static void requireFree(Path directory) {
        if (directory.toString().endsWith(".onnx") && !Files.isDirectory(directory)) {
            throw new InputException(directory + ": required a directory, in which the graph is " + GRAPH
                    + ", found the name of a file; leave the ending out");
        }
        DirectoryCommit.requireFree(directory);
    }

    private static TokenBatch samples(Tokenizer tokenizer) {
        return TokenBatch.of(TEXTS.stream()
                .map(text -> tokenizer.encode(text).ids())
                .map(ids -> Arrays.copyOf(ids, Math.min(ids.length, LONGEST)))
                .toArray(int[][]::new));
    }

    /** Adds the class names to the graph's metadata, as in {@code config.json}, for a graph without its directory. */
    private static void nameClasses(OnnxModelWriter graph, LabelSet labels, ProblemType problem) {
        Map<String, Object> names = new LinkedHashMap<>();
        for (int c = 0; c < labels.size(); c++) {
            names.put(Integer.toString(c), labels.name(c));
        }
        graph.metadata("id2label", ConfigJson.of(names).printLine());
        graph.metadata("problem_type", problem.id());
    }

    /** Writes a draft of the directory, and moves it to its place after the graph was verified. */
    static Exported write(
            Path directory, OnnxModelWriter graph, ExportCheck check, DirectoryCommit.Contents besideGraph) {
        List<Exported> written = new ArrayList<>();
        DirectoryCommit.commit(directory, folder -> {
            written.add(write(folder, graph, check));
            besideGraph.writeTo(folder);
        });
        return written.get(0);
    }

    /** Writes a graph and checks it. */
    static Exported write(Path folder, OnnxModelWriter graph, ExportCheck check) throws IOException {
        Path file = folder.resolve(GRAPH);
        graph.write(file);
        double difference = check.requireAgreement(file, graph);
        return new Exported(graph.inputs(), Files.size(file), check.texts().texts(), difference);
    }
}
