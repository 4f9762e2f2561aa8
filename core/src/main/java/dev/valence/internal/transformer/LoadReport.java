package dev.valence.internal.transformer;

import dev.valence.InputException;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.checkpoint.huggingface.StoredWeights;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.model.Parameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tensors that a new model took from another model's weights. The head is taken only if both have the same task. In
 * BERT the pooler counts as part of the encoder. Names are those of the file.
 *
 * @param loaded tensors that were taken over
 * @param missing tensors of the new model that the file does not hold, which keep their random weights
 * @param unexpected tensors of the file that the new model has no place for
 * @param misshapen tensors that both have in different shapes, which keep their random weights, with both shapes
 */
public record LoadReport(List<String> loaded, List<String> missing, List<String> unexpected, List<String> misshapen) {
    /** Copies the lists. */
    public LoadReport {
        loaded = List.copyOf(loaded);
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        misshapen = List.copyOf(misshapen);
    }

    /**
     * Reads all of the encoder that matches by name and shape.
     *
     * @param directory the other model's
     * @param stored how tensors of the new model's kind are called and laid out in files
     * @param parameters of the new model
     * @throws InputException if nothing matches
     */
    static LoadReport loadEncoder(Path directory, StoredWeights stored, Parameters parameters) {
        return load(directory, stored, parameters, stored::ofEncoder);
    }

    /** The same with the head. */
    static LoadReport loadAll(Path directory, StoredWeights stored, Parameters parameters) {
        return load(directory, stored, parameters, own -> true);
    }

    private static LoadReport load(
            Path directory, StoredWeights stored, Parameters parameters, Predicate<String> wanted) {
        List<String> loaded = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        try (SafetensorsDirectory weights = SafetensorsDirectory.open(directory)) {
            Set<String> unexpected = stored.names(weights);
            for (NamedTensor tensor : parameters.tensors()) {
                String name = stored.find(weights, tensor.name());
                if (!wanted.test(tensor.name()) || !weights.contains(name)) {
                    missing.add(name);
                    continue;
                }
                unexpected.remove(name);
                int[] required = stored.shape(tensor);
                if (Arrays.equals(weights.shape(name), required)) {
                    stored.read(weights, tensor);
                    loaded.add(name);
                } else {
                    misshapen.add(name + Arrays.toString(required) + " found " + Arrays.toString(weights.shape(name)));
                }
            }
            if (loaded.isEmpty()) {
                throw new InputException(directory
                        + ": required weights of an encoder of the same shape, found none of "
                        + parameters.tensors().size() + " tensors; give a model that pre-training or fine-tuning made");
            }
            return new LoadReport(loaded, missing, List.copyOf(unexpected), misshapen);
        }
    }
}
