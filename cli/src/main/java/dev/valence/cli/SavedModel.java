package dev.valence.cli;

import dev.valence.Classifier;
import dev.valence.InputException;
import dev.valence.checkpoint.DirectoryCommit;
import dev.valence.classify.SavedClassifier;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the model that a path on the command line means. */
final class SavedModel {
    private SavedModel() {}

    /** Opens a model directory, or the best model of a run's directory. */
    static Classifier open(Path path, MachineOptions machine) {
        return SavedClassifier.open(directory(path), machine.backend(), machine.threads());
    }

    /** The model directory itself, or that of a run's best model. */
    static Path directory(Path path) {
        Path best = path.resolve("best");
        DirectoryCommit.recover(best);
        if (!Files.isDirectory(path)) {
            throw new InputException(path + ": required a model directory or the directory of a run, found "
                    + (Files.exists(path) ? "a file" : "nothing") + "; check the path");
        }
        return Files.isDirectory(best) ? best : path;
    }
}
