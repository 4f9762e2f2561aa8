package dev.valence.internal.weights;

import dev.valence.Environment;
import dev.valence.InputException;
import dev.valence.Listener;
import java.nio.file.Path;
import java.util.ServiceLoader;

/** A data set that is downloaded by its name and kept. Found by {@link ServiceLoader}. Thread-safe. */
public interface DatasetSource {
    /** The name, such as {@code sst2}. */
    String name();

    /**
     * Downloads the data unless that has been done.
     *
     * @return a folder with {@code train.tsv}, {@code dev.tsv} and perhaps {@code test.tsv}
     * @throws InputException if it cannot be fetched
     * @throws java.io.UncheckedIOException if the cache cannot be written
     */
    Path fetch(Environment environment, Listener listener);

    /**
     * Downloads the data of a name unless that has been done; see {@link #fetch(Environment, Listener)}.
     *
     * @throws InputException also if no module on the class path knows the name
     */
    static Path fetch(String name, Environment environment, Listener listener) {
        return ServiceLoader.load(DatasetSource.class, DatasetSource.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(name
                        + ": required the module valence-hub to download it, found none; add it to the class path"))
                .fetch(environment, listener);
    }
}
