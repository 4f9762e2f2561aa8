package dev.valence.formats.pickle;

import java.util.List;

/**
 * An array and its path in a pickle.
 *
 * @param path from the outermost value inwards: a key of a mapping as it is, a place of a tuple or list as {@code [0]}, a
 *     place of a named tuple as {@code TrainingState[0]}
 * @param array its values
 */
public record PickledTensor(List<String> path, PickleArray array) {
    /** Copies the path. */
    public PickledTensor {
        path = List.copyOf(path);
    }

    /** The path in one, with slashes between. */
    public String name() {
        return String.join("/", path);
    }
}
