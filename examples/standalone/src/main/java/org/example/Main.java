package org.example;

import dev.valence.Classifier;
import dev.valence.Valence;
import dev.valence.data.Dataset;
import dev.valence.train.Finetuning;
import dev.valence.train.Run;
import java.nio.file.Path;

/** Trains a small classifier on the built-in sentences and asks it for the class of another. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Path out = Path.of("target", "film");
        Run run = Finetuning.of(Dataset.builtIn()).layers(1).epochs(4).resume(true).train(out);
        System.out.println("accuracy on dev: " + run.best().accuracy());
        try (Classifier film = Valence.load(run.directory())) {
            System.out.println("not bad at all: " + film.predict("not bad at all").label());
        }
    }
}
