package dev.valence.it;

import dev.valence.Classifier;
import dev.valence.Prediction;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.transformer.SavedClassifier;
import java.nio.file.Path;
import java.util.List;

/** The library example of README.md, word for word. */
final class LibraryExample {
    private LibraryExample() {}

    static String classify(Path model, String text) {
        int threads = Runtime.getRuntime().availableProcessors();
        try (Classifier classifier = SavedClassifier.open(model, Backend.best(), threads)) {
            List<Prediction> predictions = classifier.predict(List.of(text));
            Prediction prediction = predictions.get(0);
            String label = prediction.label();
            return label + " with probability " + prediction.confidence();
        }
    }
}
