package dev.valence.internal.rows;

import dev.valence.data.ReadOptions;
import dev.valence.internal.Excerpt;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Rows of JSON Lines: an object a line, the text a string, the class a string or an integer; other keys are passed
 * over. Keys are found whatever their case where no other is meant.
 */
final class JsonRows {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(LineReader.LONGEST)
                    .maxStringLength(LineReader.LONGEST)
                    .maxTokenCount(1_000_000)
                    .maxNestingDepth(100)
                    .maxNumberLength(1_000)
                    .maxNameLength(10_000)
                    .build())
            .build();

    private final List<String> textKeys; // an object has one of them
    private final String labelKey;
    private final LabelUse use;
    private @Nullable Boolean labelled; // whether the first row has a class, null before it

    JsonRows(ReadOptions options, LabelUse use) {
        this.textKeys = options.textColumn() == null ? Columns.TEXTS : List.of(options.textColumn());
        this.labelKey = options.labelColumn() == null ? Columns.LABEL : options.labelColumn();
        this.use = use;
    }

    /** What a line says; those of a file are asked for in order. */
    Row row(Line line) throws BadRowException {
        Map<String, String> values = parse(line);
        String text = find(values, textKeys, "--text-column", line);
        if (text == null) {
            throw missing(String.join(" or ", textKeys), "--text-column", line);
        }
        return new Row(line.number(), text, use == LabelUse.IGNORED ? null : label(values, line));
    }

    /** Where classes are optional, the first row decides whether the others must have one. */
    private @Nullable String label(Map<String, String> values, Line line) throws BadRowException {
        String label = find(values, List.of(labelKey), "--label-column", line);
        if (labelled == null) {
            labelled = label != null || use == LabelUse.REQUIRED;
        }
        if (labelled && label == null) {
            throw missing(labelKey, "--label-column", line);
        }
        if (!labelled && label != null) {
            throw new BadRowException(line.number(), "expected no key '%s', as in the first row".formatted(labelKey));
        }
        return label == null ? null : label.strip();
    }

    /** The value of the one key that has one of these names, or else one of them but for its case. */
    private static @Nullable String find(Map<String, String> values, List<String> names, String option, Line line)
            throws BadRowException {
        List<String> exact = names.stream().filter(values::containsKey).toList();
        List<String> keys = exact.isEmpty()
                ? values.keySet().stream().filter(key -> isOneOf(key, names)).toList()
                : exact;
        if (keys.size() > 1) {
            throw new BadRowException(
                    line.number(),
                    "expected one key %s, found %s".formatted(String.join(" or ", names), String.join(" and ", keys)),
                    "choose one with " + option);
        }
        return keys.isEmpty() ? null : values.get(keys.get(0));
    }

    private static boolean isOneOf(String key, List<String> names) {
        return names.stream().anyMatch(key::equalsIgnoreCase);
    }

    private static BadRowException missing(String key, String option, Line line) {
        return new BadRowException(
                line.number(),
                "expected an object with the key " + key + ", found none",
                "correct the row, name another key with " + option);
    }

    /** The strings and integers behind the keys of text and class; a null counts as an absent key. */
    private Map<String, String> parse(Line line) throws BadRowException {
        if (RowReader.isBlank(line.text())) {
            throw BadRowException.ofEmpty(line.number(), "expected a JSON object, found " + Excerpt.of(line.text()));
        }
        Map<String, String> values = new TreeMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line.text())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadRowException(line.number(), "expected a JSON object, found " + Excerpt.of(line.text()));
            }
            for (String key = parser.nextName(); key != null; key = parser.nextName()) {
                JsonToken token = parser.nextToken();
                boolean isText = isOneOf(key, textKeys);
                boolean isLabel = key.equalsIgnoreCase(labelKey) && use != LabelUse.IGNORED;
                if (token != JsonToken.VALUE_NULL && (isText || isLabel)) {
                    values.put(key, value(parser, key, isText, line));
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new BadRowException(line.number(), "expected one JSON object, found more behind it");
            }
        } catch (JacksonException e) {
            String reason = String.valueOf(e.getOriginalMessage()).replaceAll("\\s+", " ");
            throw new BadRowException(line.number(), "expected a JSON object, found text that is not JSON: " + reason);
        }
        return values;
    }

    private static String value(JsonParser parser, String key, boolean isText, Line line) throws BadRowException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_STRING && (isText || token != JsonToken.VALUE_NUMBER_INT)) {
            throw new BadRowException(
                    line.number(),
                    "expected %s at the key '%s', found another kind of value"
                            .formatted(isText ? "a string" : "a string or an integer", key));
        }
        String value = parser.getString();
        if (!Line.canHold(value)) {
            throw new BadRowException(line.number(), "expected whole characters, found half of a surrogate pair");
        }
        return value;
    }
}
