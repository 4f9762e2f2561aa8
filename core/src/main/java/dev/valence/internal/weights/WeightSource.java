package dev.valence.internal.weights;

import dev.valence.Environment;
import dev.valence.InputException;
import dev.valence.Listener;
import dev.valence.internal.files.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Resolves the name of pre-trained weights to a local directory with {@code config.json}, {@code model.safetensors} (or
 * shards of it) and {@code tokenizer.json}: a directory, or a name that a {@link ModelSource} on the class path knows.
 */
public final class WeightSource {
    private static final int KEY_DIGITS = 16;
    /** Modules to name where they are missing. */
    private static final Map<String, String> MODULES = Map.of("hf:", "valence-hub", "maven:", "valence-maven");

    /**
     * Weights that are there.
     *
     * @param directory in the layout of Hugging Face; not to be written to
     * @param source what to ask for to get the same again: as it was asked for, with the hub's commit as revision
     */
    public record Fetched(Path directory, String source) {}

    private WeightSource() {}

    /** Whether it names a model by a scheme, and not a directory. */
    public static boolean hasScheme(String source) {
        return MODULES.keySet().stream().anyMatch(source::startsWith)
                || provider(source, ModelSource.all()).isPresent();
    }

    /**
     * Fetches weights unless they are there, and converts them unless that is done.
     *
     * @param source a directory, or the name of a model, such as {@code hf:ORG/NAME[@REVISION]} or {@code
     *     maven:GROUP:ARTIFACT:VERSION}
     * @throws InputException if there is no such thing, it cannot be fetched, it is no model that is understood, or the module
     *     that knows the name is missing
     * @throws UncheckedIOException if the cache cannot be read or written
     */
    public static Fetched fetch(String source, Environment environment, Listener listener) {
        ConvertedModels models = new ConvertedModels(environment, listener);
        List<ModelSource> sources = ModelSource.all();
        Optional<ModelSource> provider = provider(source, sources);
        try {
            if (provider.isPresent()) {
                String name = source.substring(provider.get().scheme().length());
                return provider.get().fetch(name, models);
            }
            for (Map.Entry<String, String> module : MODULES.entrySet()) {
                if (source.startsWith(module.getKey())) {
                    throw new InputException(source + ": required the module " + module.getValue()
                            + ", found none; add it to the class path");
                }
            }
            return directory(source, sources, models);
        } catch (IOException e) {
            throw new UncheckedIOException(models.folder() + ": cannot be read or written", e);
        }
    }

    private static Optional<ModelSource> provider(String source, List<ModelSource> sources) {
        return sources.stream().filter(each -> source.startsWith(each.scheme())).findFirst();
    }

    private static Fetched directory(String source, List<ModelSource> sources, ConvertedModels models)
            throws IOException {
        Path directory = Path.of(source);
        if (!Files.isDirectory(directory)) {
            String forms = sources.stream().map(each -> " or " + each.form()).collect(Collectors.joining());
            throw new InputException(source + ": required a directory" + forms + ", found "
                    + (Files.exists(directory) ? "a file" : "nothing of that name")
                    + "; check the path, or begin the name of a model of the hub with hf:");
        }
        return new Fetched(models.complete(directory, Path.of("directories", fingerprint(directory))), source);
    }

    /** Differs where a directory is another one, or its files have other names, sizes or times. */
    private static String fingerprint(Path directory) throws IOException {
        StringBuilder lines = new StringBuilder(directory.toRealPath().toString());
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                lines.append(
                        file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file) + "\n");
            }
        }
        return new Sha256().add(lines.toString()).hex().substring(0, KEY_DIGITS);
    }
}
