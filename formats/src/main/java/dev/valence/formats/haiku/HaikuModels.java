package dev.valence.formats.haiku;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.internal.checkpoint.DirectoryCommit;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.compute.Backend;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.transformer.MaskedLanguageModel;
import dev.valence.internal.transformer.ModelConfig;
import dev.valence.internal.transformer.ModelDirectory;
import dev.valence.internal.transformer.Task;
import dev.valence.internal.transformer.TransformerClassifier;
import dev.valence.train.NormPlacement;
import dev.valence.train.PositionKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Conversion between pickles of the tutorial and model directories. The tutorial's positional encoding is all zeros, so
 * positions are always {@link PositionKind#NONE}.
 */
public final class HaikuModels {
    private static final float DROPOUT = 0.1f; // the tutorial's
    private static final float LAYER_NORM_EPSILON = 1e-5f; // Haiku's default

    /**
     * Properties of a model that its pickle lacks.
     *
     * @param heads number of attention heads it was trained with
     * @param maximumLength most tokens of a text
     * @param labels names of the classes; empty for "negative" and "positive" where there are two, numbers where more
     */
    public record Options(int heads, int maximumLength, List<String> labels) {
        /** Copies the labels. */
        public Options {
            labels = List.copyOf(labels);
        }
    }

    private HaikuModels() {}

    /**
     * Converts a pickle to a model directory.
     *
     * @param state a pickled state of training, or parameters
     * @param tokenizer the {@code tokenizer.json} it was trained with
     * @param options what the pickle does not say
     * @param directory the model directory to make, which must not exist or be empty
     * @return what was found in the pickle
     * @throws InputException if something is missing or does not fit together; nothing is written then
     */
    public static HaikuCheckpoint toDirectory(Path state, Path tokenizer, Options options, Path directory) {
        DirectoryCommit.requireFree(directory);
        HaikuCheckpoint checkpoint = HaikuCheckpoint.open(state);
        EncoderConfig config = config(state, checkpoint.shape(), options);
        Map<String, Object> provenance = provenance(state, checkpoint);
        if (checkpoint.shape().head() == HaikuHead.MASKED_LANGUAGE) {
            requireNoLabels(state, options);
            try (MaskedLanguageModel model =
                    MaskedLanguageModel.random(config, false, tokenizer, 0, Backend.best(), 1)) {
                model.model().parameters().tensors().forEach(checkpoint::read);
                model.save(directory, provenance);
            }
        } else {
            LabelSet labels = labels(state, checkpoint.shape().classes(), options.labels());
            try (TransformerClassifier classifier =
                    TransformerClassifier.random(config, labels, tokenizer, 0, Backend.best(), 1)) {
                classifier.model().parameters().tensors().forEach(checkpoint::read);
                classifier.save(directory, provenance);
            }
        }
        return checkpoint;
    }

    private static EncoderConfig config(Path state, HaikuShape shape, Options options) {
        if (options.heads() < 1 || shape.width() % options.heads() != 0) {
            throw new InputException(state + ": required a number of heads that divides the width, found width "
                    + shape.width() + " and " + options.heads() + " heads; give the number it was trained with");
        }
        return EncoderConfig.valence(
                shape.vocabularySize(),
                shape.layers(),
                options.heads(),
                shape.width(),
                shape.feedForwardWidth(),
                options.maximumLength(),
                PositionKind.NONE,
                DROPOUT,
                LAYER_NORM_EPSILON);
    }

    private static void requireNoLabels(Path state, Options options) {
        if (!options.labels().isEmpty()) {
            throw new InputException(state + ": required no labels for a masked language model, found "
                    + String.join(", ", options.labels()) + "; leave --labels out");
        }
    }

    private static LabelSet labels(Path state, int classes, List<String> given) {
        if (given.isEmpty()) {
            return classes == 2
                    ? LabelSet.of("negative", "positive")
                    : new LabelSet(IntStream.range(0, classes)
                            .mapToObj(Integer::toString)
                            .toList());
        }
        if (given.size() != classes || given.stream().distinct().count() != classes) {
            throw new InputException(state + ": required " + classes + " different labels, one for each class, found "
                    + String.join(", ", given) + "; name them all with --labels");
        }
        return new LabelSet(given);
    }

    private static Map<String, Object> provenance(Path state, HaikuCheckpoint checkpoint) {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("imported_from", "haiku");
        provenance.put("state", state.toString());
        provenance.put("parameters", checkpoint.place());
        return provenance;
    }

    /**
     * Converts a model directory to a pickle: Haiku's parameters as dicts of NumPy arrays.
     *
     * @param directory a classifier or masked language model without positions
     * @param file the pickle to write
     * @return the shape of what was written
     * @throws InputException if the tutorial's code has no place for the model
     */
    public static HaikuShape toPickle(Path directory, Path file) {
        ModelConfig model = ModelDirectory.open(directory);
        EncoderConfig config = model.encoder();
        if (config.positions() != PositionKind.NONE) {
            throw new InputException(directory + ": required a model without positions, as the tutorial's code runs it,"
                    + " found " + config.positions().id() + "; train one with finetune --positions none");
        }
        if (config.normPlacement() != NormPlacement.AFTER) {
            throw new InputException(
                    directory + ": required a model with LayerNorm after its sublayers, as the tutorial's"
                            + " code runs it, found it before them; train one with finetune --norm after");
        }
        requireParent(file);
        HaikuShape shape = new HaikuShape(
                config.vocabularySize(),
                config.layers(),
                config.width(),
                config.feedForwardWidth(),
                model.task() instanceof Task.Classification ? HaikuHead.CLASSIFIER : HaikuHead.MASKED_LANGUAGE,
                model.task() instanceof Task.Classification task ? task.labels().size() : config.vocabularySize());
        try (SafetensorsDirectory weights = SafetensorsDirectory.open(directory)) {
            HaikuCheckpoint.write(file, shape, name -> tensor(weights, name));
        }
        return shape;
    }

    private static void requireParent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || parent == null || !Files.isDirectory(parent)) {
            throw new InputException(file + ": required a file in a directory that exists, found none; choose another");
        }
    }

    /** A tensor of the file; the output matrix of a tied head is the transpose of the embeddings, [V, D] to [D, V]. */
    private static NamedTensor tensor(SafetensorsDirectory weights, String name) {
        boolean tied = name.equals("head.output.kernel") && !weights.contains(name);
        NamedTensor stored = stored(weights, tied ? "embeddings.token" : name);
        if (!tied) {
            return stored;
        }
        int vocabulary = stored.shape()[0];
        int width = stored.shape()[1];
        float[] transposed = new float[stored.size()];
        for (int v = 0; v < vocabulary; v++) {
            for (int d = 0; d < width; d++) {
                transposed[d * vocabulary + v] = stored.values()[v * width + d];
            }
        }
        return new NamedTensor(name, transposed, 0, width, vocabulary);
    }

    private static NamedTensor stored(SafetensorsDirectory weights, String name) {
        int[] shape = weights.shape(name);
        int size = 1;
        for (int extent : shape) {
            size = Math.multiplyExact(size, extent);
        }
        NamedTensor tensor = new NamedTensor(name, new float[size], 0, shape);
        weights.read(tensor);
        return tensor;
    }
}
