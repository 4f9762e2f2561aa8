package dev.valence.formats.haiku;

import dev.valence.InputException;
import dev.valence.formats.pickle.PickleArray;
import dev.valence.formats.pickle.PickleFile;
import dev.valence.formats.pickle.PickledTensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The parameters in a pickle: of all dicts of modules with the tutorial's embeddings, the outermost, the first. */
final class HaikuParameters {
    private final Path file;
    private final List<String> path;
    private final Map<HaikuName, PickleArray> arrays = new LinkedHashMap<>();

    /**
     * @param file for messages
     * @param pickle its content
     * @throws InputException if it does not hold the tutorial's embeddings
     */
    HaikuParameters(Path file, PickleFile pickle) {
        this.file = file;
        // A state of training also holds the optimizer's moments, under the same names but deeper.
        this.path = pickle.tensors().stream()
                .filter(tensor -> tensor.path().size() >= 2 && name(tensor).equals(HaikuName.EMBEDDINGS))
                .map(HaikuParameters::container)
                .findFirst()
                .orElseThrow(() ->
                        new InputException(file + ": required the parameters of the tutorial's model, with a module '"
                                + HaikuName.EMBEDDINGS.module() + "', found "
                                + pickle.tensors().size() + " other arrays; see them with 'valence inspect'"));
        for (PickledTensor tensor : pickle.tensors()) {
            if (tensor.path().size() == path.size() + 2 && container(tensor).equals(path)) {
                arrays.put(name(tensor), tensor.array());
            }
        }
    }

    private static HaikuName name(PickledTensor tensor) {
        List<String> path = tensor.path();
        return new HaikuName(path.get(path.size() - 2), path.get(path.size() - 1));
    }

    private static List<String> container(PickledTensor tensor) {
        return tensor.path().subList(0, tensor.path().size() - 2);
    }

    /** Path in the pickle; empty if they are all of it. */
    String place() {
        return String.join("/", path);
    }

    /** Returns the shape of the model; throws unless exactly its tensors are there, of floats and in their shapes. */
    HaikuShape shape(long fileBytes) {
        int[] embeddings = matrix(HaikuName.EMBEDDINGS);
        int layers = 0;
        while (arrays.containsKey(HaikuName.weights(HaikuShape.innerModule(HaikuName.block(layers))))) {
            layers++;
        }
        int[] inner = matrix(HaikuName.weights(HaikuShape.innerModule(HaikuName.block(0))));
        HaikuHead head = arrays.containsKey(HaikuName.weights(HaikuHead.MASKED_LANGUAGE.output()))
                ? HaikuHead.MASKED_LANGUAGE
                : HaikuHead.CLASSIFIER;
        int classes = head == HaikuHead.MASKED_LANGUAGE ? embeddings[0] : matrix(HaikuName.weights(head.output()))[1];
        HaikuShape shape = new HaikuShape(embeddings[0], layers, embeddings[1], inner[1], head, classes);
        check(shape, fileBytes);
        return shape;
    }

    private void check(HaikuShape shape, long fileBytes) {
        Set<HaikuName> unexpected = new LinkedHashSet<>(arrays.keySet());
        long bytes = 0;
        for (HaikuTensor tensor : shape.tensors()) {
            PickleArray array = array(tensor.haiku());
            if (!Arrays.equals(array.shape(), tensor.extents())) {
                throw violation(
                        "shape " + tensor.shape() + " of '" + tensor.haiku() + "'", Arrays.toString(array.shape()));
            }
            unexpected.remove(tensor.haiku());
            bytes += (long) array.size() * array.type().bytes();
        }
        if (!unexpected.isEmpty()) {
            throw violation(
                    "no parameters but those of the tutorial's model",
                    unexpected.stream()
                            .limit(3)
                            .map(HaikuName::toString)
                            .collect(Collectors.joining("', '", "'", "'")));
        }
        // A small file that means one array under thousands of names must not become a large model.
        if (bytes > fileBytes) {
            throw violation("an array for each parameter", bytes + " bytes of arrays in a file of " + fileBytes);
        }
    }

    private int[] matrix(HaikuName name) {
        int[] shape = array(name).shape();
        if (shape.length != 2 || shape[0] == 0 || shape[1] == 0) {
            throw violation("a matrix as '" + name + "'", "shape " + Arrays.toString(shape));
        }
        return shape;
    }

    /** An array of floats. */
    PickleArray array(HaikuName name) {
        PickleArray array = arrays.get(name);
        if (array == null) {
            throw violation("a parameter '" + name + "'", "none of that name among " + arrays.size());
        }
        if (!array.isFloat()) {
            throw violation("floats as '" + name + "'", String.valueOf(array.type()));
        }
        return array;
    }

    private InputException violation(String required, String found) {
        return new InputException(file + ": required " + required + ", found " + found
                + "; only the tutorial's own classifier and masked language model can be taken over");
    }
}
