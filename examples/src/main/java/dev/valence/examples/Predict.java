package dev.valence.examples;

import dev.valence.Classifier;
import dev.valence.Prediction;
import dev.valence.Valence;
import java.nio.file.Path;

/** Loads a classifier and asks it for the class of a text. */
public final class Predict {
    private Predict() {}

    public static void main(String[] arguments) {
        System.out.println(predict(Path.of("runs/film"), "not bad at all"));
    }

    static String predict(Path model, String text) {
        try (Classifier classifier = Valence.load(model)) {
            Prediction prediction = classifier.predict(text);
            return prediction.label() + " with probability " + prediction.confidence();
        }
    }
}
