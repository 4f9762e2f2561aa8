package dev.valence.formats.haiku;

import dev.valence.InputException;
import dev.valence.formats.pickle.PickleArray;
import dev.valence.formats.pickle.PickleFile;
import dev.valence.formats.pickle.PickleWriter;
import dev.valence.internal.compute.NamedTensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A pickled model of the tutorial: a {@code TrainingState(params, opt_state)}, or the parameters alone, with Haiku's
 * names. Its tensors have this project's names here. Immutable.
 */
public final class HaikuCheckpoint {
    private final Path file;
    private final String place;
    private final HaikuShape shape;
    private final Map<String, PickleArray> arrays = new HashMap<>();

    private HaikuCheckpoint(Path file, PickleFile pickle) {
        HaikuParameters parameters = new HaikuParameters(file, pickle);
        this.file = file;
        this.place = parameters.place();
        this.shape = parameters.shape(pickle.bytes());
        for (HaikuTensor tensor : shape.tensors()) {
            arrays.put(tensor.name(), parameters.array(tensor.haiku()));
        }
    }

    /**
     * Opens a pickle and checks that it holds every parameter of the tutorial's model and no others.
     *
     * @throws InputException if it does not, or cannot be read; see {@link PickleFile#open}
     */
    public static HaikuCheckpoint open(Path file) {
        return of(file, PickleFile.open(file));
    }

    /** Reads the checkpoint of an open pickle; {@code file} is for messages. */
    static HaikuCheckpoint of(Path file, PickleFile pickle) {
        return new HaikuCheckpoint(file, pickle);
    }

    /** Path of the parameters in the pickle, such as {@code TrainingState[0]}; empty if they are all of it. */
    public String place() {
        return place;
    }

    /** The shape of the model. */
    public HaikuShape shape() {
        return shape;
    }

    /**
     * Reads the tensor of the same name into {@code tensor}.
     *
     * @throws InputException if there is none of that name
     * @throws IllegalArgumentException if its size differs
     */
    public void read(NamedTensor tensor) {
        PickleArray array = arrays.get(tensor.name());
        if (array == null) {
            throw new InputException(
                    file + ": required a tensor '" + tensor.name() + "', found none; the tutorial's model has no such");
        }
        if (array.size() != tensor.size()) {
            throw new IllegalArgumentException(tensor + ": found " + array.size() + " elements");
        }
        array.read(tensor.values(), tensor.offset());
    }

    /**
     * Writes parameters as a dict of dicts of NumPy arrays with Haiku's names, which {@code pickle.load} reads without
     * JAX. A file that is there is replaced once the new one is complete.
     *
     * @param shape of the model
     * @param tensors gives the tensor of each of this project's names
     * @throws IllegalArgumentException if one has another shape
     */
    public static void write(Path file, HaikuShape shape, Function<String, NamedTensor> tensors) {
        Map<String, Map<String, NamedTensor>> modules = new LinkedHashMap<>();
        for (HaikuTensor tensor : shape.tensors()) {
            NamedTensor values = tensors.apply(tensor.name());
            if (!Arrays.equals(values.shape(), tensor.extents())) {
                throw new IllegalArgumentException(values + ": required shape " + tensor.shape());
            }
            modules.computeIfAbsent(tensor.haiku().module(), module -> new LinkedHashMap<>())
                    .put(tensor.haiku().parameter(), values);
        }
        PickleWriter.write(file, modules);
    }
}
