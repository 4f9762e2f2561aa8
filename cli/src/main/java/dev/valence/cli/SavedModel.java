package dev.valence.cli;

import dev.valence.Classifier;
import dev.valence.InputException;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.files.DirectoryCommit;
import dev.valence.internal.transformer.SavedClassifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Finds the model that a path on the command line means. */
final class SavedModel {
    private static final String BEST = "best";
    private static final String CONFIG = "config.json";

    private SavedModel() {}

    /** Opens a model directory, or the best model of a run's directory. */
    static Classifier open(Path path, MachineOptions machine) {
        return SavedClassifier.open(classifier(path), machine.backend(), machine.threads());
    }

    /** The directory of a classifier, which is not converted from another program's files. */
    static Path classifier(Path path) {
        Path directory = directory(path);
        if (Files.notExists(directory.resolve(CONFIG))) {
            throw new InputException(
                    path + ": required " + CONFIG + " of a model, or " + BEST + "/ of a run, found neither;"
                            + " check the path, or let a run that has no model yet go on with finetune --resume");
        }
        return directory;
    }

    /** The model directory itself, or that of a run's best model. */
    static Path directory(Path path) {
        Path best = path.resolve(BEST);
        DirectoryCommit.recover(best);
        if (Initialization.isRemote(path.toString())) {
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
    static Object weightsHash(Path directory) {
        Map<String, String> hashes = new TreeMap<>();
        SafetensorsDirectory.fileNames(directory)
                .forEach(file -> hashes.put(file, DirectoryCommit.sha256(directory, file)));
        String whole = hashes.get(SafetensorsDirectory.FILE_NAME);
        return whole == null ? hashes : whole;
    }
}
