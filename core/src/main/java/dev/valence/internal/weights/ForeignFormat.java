package dev.valence.internal.weights;

import dev.valence.internal.checkpoint.ImportedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** Reads models in another format than Hugging Face's layout. Found by {@link ServiceLoader}. Thread-safe. */
public interface ForeignFormat {
    /** Name of one model of the format, such as {@code ONNX graph}. */
    String name();

    /**
     * Finds models.
     *
     * @param files all files of a folder and of those below it, sorted
     * @return of each model the file that {@link #read} takes
     */
    List<Path> models(List<Path> files);

    /**
     * Reads a model.
     *
     * @throws dev.valence.InputException if it is damaged, or of a kind that is not known
     */
    ImportedModel read(Path model);

    /** The formats on the class path. */
    static List<ForeignFormat> all() {
        return ServiceLoader.load(ForeignFormat.class, ForeignFormat.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
