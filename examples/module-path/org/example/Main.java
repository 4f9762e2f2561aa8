package org.example;

import dev.valence.Classifier;
import dev.valence.Valence;

/** Prints the class of a text, and the module that found it. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        try (Classifier classifier = Valence.load(arguments[0])) {
            System.out.println(classifier.predict(arguments[1]).label());
            System.out.println(classifier.getClass().getModule());
        }
    }
}
