package dev.valence.evaluate;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import dev.valence.Prediction;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Reads the lines of a {@link PredictionsFile} and checks them against each other. */
final class PredictionsReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(1_000_000)
                    .build())
            .build();

    private final Path file;
    private final JsonParser parser;
    private final List<Integer> truth = new ArrayList<>();
    private final List<Prediction> predictions = new ArrayList<>();
    private final List<String> textDigests = new ArrayList<>();

    /** The values of one line; null where they did not occur. */
    private static final class Line {
        @Nullable
        Integer index;

        @Nullable
        String textDigest;

        @Nullable
        String truth;

        @Nullable
        String predicted;

        @Nullable
        Map<String, Float> probabilities;
    }

    private PredictionsReader(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    static Evaluation read(Path file, InputStream in) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
            return new PredictionsReader(file, parser).read();
        } catch (JacksonException e) {
            String found = e.getOriginalMessage();
            throw violation(file, e.getLocation(), "a JSON object a line", found);
        }
    }

    private Evaluation read() {
        LabelSet labels = null;
        while (parser.nextToken() != null) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw violation("a JSON object a line", parser.getString());
            }
            Line line = readLine();
            List<String> names =
                    List.copyOf(required("probabilities", line.probabilities).keySet());
            if (labels == null) {
                labels = new LabelSet(names);
            } else if (!names.equals(labels.names())) {
                throw violation(
                        "probabilities of " + labels + ", as on the first line", "[" + LabelSet.list(names) + "]");
            }
            add(line, labels);
        }
        if (labels == null) {
            throw violation("at least one line", "none");
        }
        int[] indices = truth.stream().mapToInt(Integer::intValue).toArray();
        return new Evaluation(labels, indices, predictions, textDigests, null);
    }

    private void add(Line line, LabelSet labels) {
        int index = required("index", line.index);
        if (index != truth.size()) {
            throw violation("index " + truth.size(), String.valueOf(index));
        }
        Prediction prediction = prediction(labels, required("probabilities", line.probabilities));
        int predicted = label(labels, "predicted", required("predicted", line.predicted));
        if (predicted != prediction.index()) {
            throw violation("'predicted' to be the most probable class, " + prediction.label(), labels.name(predicted));
        }
        truth.add(label(labels, "truth", required("truth", line.truth)));
        predictions.add(prediction);
        textDigests.add(required("text_sha256", line.textDigest));
    }

    private static Prediction prediction(LabelSet labels, Map<String, Float> probabilities) {
        float[] values = new float[probabilities.size()];
        int next = 0;
        for (float probability : probabilities.values()) {
            values[next++] = probability;
        }
        return new Prediction(labels, values);
    }

    private int label(LabelSet labels, String key, String name) {
        int label = labels.index(name);
        if (label == Example.UNLABELLED) {
            throw violation("one of " + labels + " for '" + key + "'", name);
        }
        return label;
    }

    private Line readLine() {
        Line line = new Line();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            switch (key) {
                case "index" -> {
                    require(JsonToken.VALUE_NUMBER_INT, "an integer for 'index'");
                    line.index = parser.getIntValue();
                }
                case "text_sha256" -> line.textDigest = string(key);
                case "truth" -> line.truth = string(key);
                case "predicted" -> line.predicted = string(key);
                case "probabilities" -> line.probabilities = probabilities();
                default -> {
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
        }
        return line;
    }

    private String string(String key) {
        require(JsonToken.VALUE_STRING, "a string for '" + key + "'");
        return parser.getString();
    }

    private Map<String, Float> probabilities() {
        require(JsonToken.START_OBJECT, "an object for 'probabilities'");
        Map<String, Float> probabilities = new LinkedHashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            boolean isNumber = token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT;
            if (!isNumber || !(parser.getFloatValue() >= 0 && parser.getFloatValue() <= 1)) {
                throw violation("a probability in [0, 1] for '" + name + "'", parser.getString());
            }
            if (probabilities.put(name, parser.getFloatValue()) != null) {
                throw violation("every class once", "'" + name + "' twice");
            }
        }
        if (probabilities.isEmpty()) {
            throw violation("at least one probability", "none");
        }
        return probabilities;
    }

    private void require(JsonToken token, String required) {
        if (parser.nextToken() != token) {
            throw violation(required, parser.getString());
        }
    }

    private <T> T required(String key, @Nullable T value) {
        if (value == null) {
            throw violation("'" + key + "' on every line", "none");
        }
        return value;
    }

    private InputException violation(String required, String found) {
        return violation(file, parser.currentLocation(), required, found);
    }

    private static InputException violation(
            Path file, @Nullable TokenStreamLocation location, String required, String found) {
        String line = location == null ? "" : " line " + location.getLineNr();
        return new InputException(
                file + line + ": required " + required + ", found " + found + "; write the predictions again");
    }
}
