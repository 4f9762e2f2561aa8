package dev.valence.internal.transformer;

import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.internal.checkpoint.huggingface.StoredWeights;
import dev.valence.internal.json.ConfigJson;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.model.HeadConfig;
import dev.valence.internal.model.ProblemType;
import dev.valence.internal.transformer.Task.Classification;
import dev.valence.internal.transformer.Task.MaskedLanguage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code config.json} of a model directory.
 *
 * @param family kind of model
 * @param encoder shape of the encoder
 * @param task what it has a head for
 * @param source the document it was read from, whose further keys are written again; empty for a new model
 */
public record ModelConfig(ModelFamily family, EncoderConfig encoder, Task task, ConfigJson source) {
    static final String NAME = "config.json";
    private static final String ARCHITECTURES = "architectures";
    private static final String CLASSIFIER = "ForSequenceClassification";
    private static final String MASKED_LANGUAGE = "ForMaskedLM";
    private static final String PRETRAINING = "ForPreTraining"; // with the head of BERT's second task besides
    private static final String TIED = "tie_word_embeddings";
    private static final String LABELS = "id2label";
    private static final String PROBLEM = "problem_type";
    private static final LabelSet UNNAMED = LabelSet.of("LABEL_0", "LABEL_1"); // what Hugging Face takes by default
    private static final ConfigJson EMPTY = ConfigJson.of(Map.of());

    /** A model of this project's own. */
    static ModelConfig valence(EncoderConfig encoder, Task task) {
        return new ModelConfig(ModelFamily.VALENCE, encoder, task, EMPTY);
    }

    /**
     * Reads the file of a model directory.
     *
     * @throws InputException if it is missing or describes no model that is known here
     */
    static ModelConfig read(Path directory) {
        Path file = directory.resolve(NAME);
        return of(file, ConfigJson.read(file));
    }

    /** Reads a document; {@code file} is its origin, for messages. */
    static ModelConfig of(Path file, ConfigJson json) {
        ModelFamily family = ModelFamily.of(json);
        if (family != ModelFamily.VALENCE) {
            require(file, json, "is_decoder", false);
            require(file, json, "add_cross_attention", false);
            if (json.has("position_embedding_type")) {
                json.choice("position_embedding_type", "absolute");
            }
        }
        ConfigJson source = family == ModelFamily.VALENCE ? EMPTY : json;
        return new ModelConfig(family, family.encoderJson().read(json), task(file, family, json), source);
    }

    /** Throws if a switch is set to a value that is not supported. */
    private static void require(Path file, ConfigJson json, String key, boolean value) {
        if (json.has(key) && json.bool(key) != value) {
            throw new InputException(file + ": required " + value + " for '" + key + "', found " + !value
                    + "; such a model is not supported, use another");
        }
    }

    private static Task task(Path file, ModelFamily family, ConfigJson json) {
        boolean own = family == ModelFamily.VALENCE;
        List<String> architectures = json.has(ARCHITECTURES) ? json.strings(ARCHITECTURES) : List.of();
        if (architectures.contains(family.className() + CLASSIFIER) || (own && architectures.isEmpty())) {
            LabelSet labels = own || json.has(LABELS) ? labels(file, json) : UNNAMED;
            return new Classification(labels, problem(json, labels), LongTexts.read(json));
        }
        if (architectures.contains(family.className() + MASKED_LANGUAGE)
                || architectures.contains(family.className() + PRETRAINING)) {
            if (!own) {
                require(file, json, TIED, true);
            }
            return new MaskedLanguage(!own || json.bool(TIED));
        }
        return new Task.Encoder();
    }

    private static LabelSet labels(Path file, ConfigJson json) {
        ConfigJson names = json.object(LABELS);
        List<String> labels = new ArrayList<>();
        while (names.has(Integer.toString(labels.size()))) {
            labels.add(names.string(Integer.toString(labels.size())));
        }
        if (labels.size() != names.values().size() || labels.isEmpty()) {
            throw new InputException(file + ": required 'id2label' with names for 0, 1, ... without a gap, found "
                    + names.values().keySet() + "; restore the file");
        }
        if (labels.stream().distinct().count() != labels.size()) {
            throw new InputException(file + ": required different names in 'id2label', found " + labels
                    + "; give every class a name of its own there");
        }
        return new LabelSet(labels);
    }

    private static ProblemType problem(ConfigJson json, LabelSet labels) {
        if (json.has(PROBLEM)) {
            return ProblemType.of(EncoderJson.choice(json, PROBLEM, ProblemType.values(), ProblemType::id));
        }
        return labels.size() == 1 ? ProblemType.REGRESSION : ProblemType.SINGLE_LABEL;
    }

    /** The same encoder with another head. */
    ModelConfig withTask(Task other) {
        return new ModelConfig(family, encoder, other, source);
    }

    /**
     * Returns the same model with one rate for all its dropouts, including that of a classifier's head even if it has
     * none yet.
     */
    ModelConfig withDropout(float rate) {
        EncoderConfig other = encoder.withDropouts(family.encoderJson().dropouts(rate));
        return new ModelConfig(family, other, task, family.withHeadDropout(source, rate));
    }

    /**
     * Returns the same for Hugging Face's libraries if the weights are in a graph. They do not know Valence's own
     * family, so it is named BERT, which has the same keys and inputs.
     */
    ModelConfig forGraph() {
        ModelFamily known = family == ModelFamily.VALENCE ? ModelFamily.BERT : family;
        return new ModelConfig(known, encoder, task, source);
    }

    /** The head. */
    HeadConfig head() {
        return task instanceof MaskedLanguage masked
                ? family.maskedLanguageHead(encoder, masked.tied())
                : family.classifierHead(encoder, source);
    }

    /** How tensors are stored. */
    StoredWeights weights() {
        return family.weights(task);
    }

    /** The document. */
    ConfigJson toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>(source.values());
        json.keySet().removeAll(List.of(LABELS, "label2id", PROBLEM, "torch_dtype"));
        json.put("model_type", family.modelType());
        if (family != ModelFamily.VALENCE) {
            json.put("dtype", "float32"); // whatever it was read from
        }
        if (task instanceof Classification classification) {
            json.put(ARCHITECTURES, List.of(family.className() + CLASSIFIER));
            family.encoderJson().write(encoder, json);
            writeLabels(classification, json);
            classification.longTexts().write(json);
        } else if (task instanceof MaskedLanguage masked) {
            json.put(ARCHITECTURES, List.of(family.className() + MASKED_LANGUAGE));
            family.encoderJson().write(encoder, json);
            json.put(TIED, masked.tied());
        }
        return ConfigJson.of(json);
    }

    private void writeLabels(Classification classification, Map<String, @Nullable Object> json) {
        LabelSet labels = classification.labels();
        Map<String, Object> names = new LinkedHashMap<>();
        Map<String, Object> indices = new LinkedHashMap<>();
        IntStream.range(0, labels.size()).forEach(c -> {
            names.put(Integer.toString(c), labels.name(c));
            indices.put(labels.name(c), c);
        });
        json.put(LABELS, names);
        if (family != ModelFamily.VALENCE) {
            json.put("label2id", indices);
        }
        if (family != ModelFamily.VALENCE || classification.problem() != ProblemType.SINGLE_LABEL) {
            json.put(PROBLEM, classification.problem().id());
        }
    }
}
