package dev.valence.classify;

import dev.valence.InputException;
import dev.valence.checkpoint.SafetensorsFile;
import dev.valence.compute.NamedTensor;
import dev.valence.model.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What came of the weights of one model when another was made from it. The head never comes along: it belongs to the task.
 *
 * @param loaded tensors that were taken over
 * @param missing tensors of the new model that the file does not hold, which keep their random weights
 * @param unexpected tensors of the file that the new model has no place for
 * @param misshapen tensors that both have in different shapes, which keep their random weights, with both shapes
 */
public record LoadReport(List<String> loaded, List<String> missing, List<String> unexpected, List<String> misshapen) {
    private static final String HEAD = "head.";

    /** Copies the lists. */
    public LoadReport {
        loaded = List.copyOf(loaded);
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        misshapen = List.copyOf(misshapen);
    }

    /**
     * Reads all that matches by name and shape.
     *
     * @param file the other model's weights
     * @param parameters of the new model
     * @throws InputException if nothing matches
     */
    static LoadReport load(Path file, Parameters parameters) {
        List<String> loaded = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            Set<String> unexpected = new TreeSet<>(weights.names());
            for (NamedTensor tensor : parameters.tensors()) {
                String name = tensor.name();
                if (name.startsWith(HEAD) || !weights.contains(name)) {
                    missing.add(name);
                    continue;
                }
                unexpected.remove(name);
                if (Arrays.equals(weights.shape(name), tensor.shape())) {
                    weights.read(tensor);
                    loaded.add(name);
                } else {
                    misshapen.add(tensor + " found " + Arrays.toString(weights.shape(name)));
                }
            }
            if (loaded.isEmpty()) {
                throw new InputException(file + ": required weights of an encoder of the same shape, found none of "
                        + parameters.tensors().size() + " tensors; give a model that pre-training or fine-tuning made");
            }
            return new LoadReport(loaded, missing, List.copyOf(unexpected), misshapen);
        }
    }
}
