package dev.valence.internal.weights;

import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;

/** A place that published models come from, by a scheme of its own. Found by {@link ServiceLoader}. Thread-safe. */
public interface ModelSource {
    /** What the names of its models begin with, colon included, such as {@code hf:}. */
    String scheme();

    /** How its models are named, for messages, such as {@code hf:ORG/NAME[@REVISION]}. */
    String form();

    /**
     * Fetches a model unless it is there.
     *
     * @param name what follows the scheme
     * @param models keeps what has to be converted, and receives progress
     * @throws dev.valence.InputException if there is no such model, or it cannot be fetched
     * @throws IOException if a cache cannot be read or written
     */
    WeightSource.Fetched fetch(String name, ConvertedModels models) throws IOException;

    /** The sources on the class path. */
    static List<ModelSource> all() {
        return ServiceLoader.load(ModelSource.class, ModelSource.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
