package dev.valence.internal.transformer;

import dev.valence.Classifier;
import dev.valence.Engine;
import dev.valence.Environment;
import dev.valence.InputException;
import dev.valence.Listener;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.engine.Backends;
import dev.valence.internal.weights.WeightSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Finds and opens the model that a user names. */
public final class SavedModel {
    private static final String BEST = "best";
    private static final String CONFIG = "config.json";

    private SavedModel() {}

    /**
     * A model that was found.
     *
     * @param source what to ask for to get the same again
     * @param directory a model directory
     */
    public record Found(String source, Path directory) {}

    /**
     * Finds a model: a directory, the best model of a run, or one to be fetched.
     *
     * @param source a path, {@code hf:ORG/NAME[@REVISION]} or {@code maven:GROUP:ARTIFACT:VERSION}
     * @throws InputException if there is none, or it cannot be fetched
     */
    public static Found find(String source, Environment environment, Listener listener) {
        if (!WeightSource.hasScheme(source)) {
            Path path = Path.of(source);
            Path directory = Files.isDirectory(path) ? directory(path) : path;
            if (!directory.equals(path) || DirectoryCommit.hasManifest(directory)) {
                return new Found(directory.toString(), directory);
            }
        }
        WeightSource.Fetched fetched = WeightSource.fetch(source, environment, listener);
        return new Found(fetched.source(), fetched.directory());
    }

    /**
     * Finds a classifier and opens it.
     *
     * @param source as in {@link #find}
     */
    public static Classifier open(String source, Engine engine, Environment environment, Listener listener) {
        Path directory = WeightSource.hasScheme(source)
                ? find(source, environment, listener).directory()
                : classifier(Path.of(source));
        return SavedClassifier.open(directory, Backends.of(engine, listener::note), engine.threads());
    }

    /** Returns the directory of a classifier, or of a run's best one; files of other programs are not converted. */
    public static Path classifier(Path path) {
        Path directory = directory(path);
        if (Files.notExists(directory.resolve(CONFIG))) {
            throw new InputException(
                    path + ": required " + CONFIG + " of a model, or " + BEST + "/ of a run, found neither;"
                            + " check the path, or let a run that has no model yet go on with finetune --resume");
        }
        return directory;
    }

    /** Returns the model directory itself, or that of a run's best model. */
    public static Path directory(Path path) {
        Path best = path.resolve(BEST);
        DirectoryCommit.recover(best);
        if (WeightSource.hasScheme(path.toString())) {
            throw new InputException(path + ": required a directory, found a model to be fetched; give the one that"
                    + " 'valence fetch " + path + "' prints");
        }
        if (!Files.isDirectory(path)) {
            throw new InputException(path + ": required a model directory or the directory of a run, found "
                    + (Files.exists(path) ? "a file" : "nothing") + "; check the path");
        }
        return Files.isDirectory(best) ? best : path;
    }

    /** SHA-256 of a model's weights, 64 hexadecimal digits; of each file by its name where there are several. */
    public static Object weightsHash(Path directory) {
        Map<String, String> hashes = new TreeMap<>();
        SafetensorsDirectory.fileNames(directory)
                .forEach(file -> hashes.put(file, DirectoryCommit.sha256(directory, file)));
        String whole = hashes.get(SafetensorsDirectory.FILE_NAME);
        return whole == null ? hashes : whole;
    }
}
