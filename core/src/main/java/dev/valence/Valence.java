package dev.valence;

import dev.valence.internal.Version;
import dev.valence.internal.transformer.SavedModel;
import dev.valence.internal.weights.WeightSource;
import java.nio.file.Path;

/**
 * Opens models.
 *
 * <pre>{@code
 * try (Classifier sentiment = Valence.load("runs/film")) {
 *     Prediction prediction = sentiment.predict("not bad at all");
 *     System.out.println(prediction.label() + " " + prediction.confidence());
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Valence {
    private Valence() {}

    /**
     * Opens a classifier with the fastest engine that this machine can run.
     *
     * @param source a model directory, the directory of a run, {@code hf:ORG/NAME[@REVISION]} or {@code
     *     maven:GROUP:ARTIFACT:VERSION}
     * @return a classifier for any number of threads, to be closed
     * @throws InputException if there is no classifier, or it is damaged or of a kind that is not known
     */
    public static Classifier load(String source) {
        return load(source, Engine.best());
    }

    /** Opens a classifier from a directory; see {@link #load(String)}. */
    public static Classifier load(Path directory) {
        return load(directory.toString());
    }

    /** Opens a classifier with an engine of the caller's choice; see {@link #load(String)}. */
    public static Classifier load(String source, Engine engine) {
        return load(source, engine, Environment.defaults(), Listener.NONE);
    }

    /**
     * Opens a classifier; see {@link #load(String)}.
     *
     * @param environment folders and variables, where a model is fetched
     * @param listener receives notes and progress of downloads and conversions
     */
    public static Classifier load(String source, Engine engine, Environment environment, Listener listener) {
        return SavedModel.open(source, engine, environment, listener);
    }

    /**
     * Fetches pre-trained weights, and converts them to Hugging Face's layout, unless that is done already.
     *
     * @param source a directory, {@code hf:ORG/NAME[@REVISION]} or {@code maven:GROUP:ARTIFACT:VERSION}
     * @return a directory with {@code config.json}, {@code model.safetensors} and {@code tokenizer.json}, not to be changed
     * @throws InputException if there is no such model, or it cannot be fetched or understood
     */
    public static Path fetch(String source, Environment environment, Listener listener) {
        return WeightSource.fetch(source, environment, listener).directory();
    }

    /** The version of this library. */
    public static String version() {
        return Version.number();
    }
}
