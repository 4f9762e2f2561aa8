package dev.valence.it;

import dev.valence.Classifier;
import dev.valence.Prediction;
import dev.valence.Valence;

/** The library example of README.md, word for word, as a program. */
final class LibraryExample {
    private LibraryExample() {}

    public static void main(String[] arguments) {
        try (Classifier classifier = Valence.load("runs/film")) {
            Prediction prediction = classifier.predict("not bad at all");
            System.out.println(prediction.label() + " with probability " + prediction.confidence());
        }
    }
}
