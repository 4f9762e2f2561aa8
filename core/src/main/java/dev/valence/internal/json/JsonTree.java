package dev.valence.internal.json;

import dev.valence.InputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
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

/**
 * JSON values as Java's: unmodifiable {@link Map} and {@link List}, {@link String}, {@link Long} or {@link BigInteger},
 * {@link Double}, {@link Boolean}, null.
 */
final class JsonTree {
    static final int MAX_DEPTH = 64;
    private static final int MAX_STRING = 1_000_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_STRING)
                    .build())
            .build();

    private final String source;
    private final JsonParser parser;

    private JsonTree(String source, JsonParser parser) {
        this.source = source;
        this.parser = parser;
    }

    /**
     * Reads an object.
     *
     * @param source what the bytes are, for messages
     * @throws InputException if they are not one JSON object within the limits, or a key stands twice
     */
    static Map<String, @Nullable Object> parse(String source, byte[] utf8) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), utf8)) {
            JsonTree tree = new JsonTree(source, parser);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw tree.violation("a JSON object", parser.currentToken() == null ? "nothing" : parser.getString());
            }
            Map<String, @Nullable Object> object = tree.object();
            if (parser.nextToken() != null) {
                throw tree.violation("nothing after the object", parser.getString());
            }
            return object;
        } catch (JacksonException e) {
            throw new InputException(
                    source + line(e.getLocation()) + ": required JSON, found a fault (" + e.getOriginalMessage()
                            + "); correct the file, or copy it again",
                    e);
        }
    }

    private static String line(@Nullable TokenStreamLocation location) {
        return location == null ? "" : " line " + location.getLineNr();
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            if (object.containsKey(key)) {
                throw violation("every key once", "'" + key + "' twice");
            }
            parser.nextToken();
            object.put(key, value());
        }
        return Collections.unmodifiableMap(object);
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return Collections.unmodifiableList(array);
    }

    private @Nullable Object value() {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw violation("a value", token.toString());
        };
    }

    private Number integer() {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? normalInteger(parser.getBigIntegerValue())
                : (Number) parser.getLongValue();
    }

    private double finite(double value) {
        if (!Double.isFinite(value)) {
            throw violation("a number within the range of double", parser.getString());
        }
        return value;
    }

    private InputException violation(String required, String found) {
        return new InputException(source + line(parser.currentLocation()) + ": required " + required + ", found "
                + found + "; correct the file, or copy it again");
    }

    /**
     * The same values in the types and the unmodifiable collections of a parsed tree.
     *
     * @throws IllegalArgumentException if there is a value of another kind, or a number that is not finite
     */
    static Map<String, @Nullable Object> copyOf(Map<?, ?> object) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        object.forEach((key, value) -> copy.put(String.valueOf(key), copyOf(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object copyOf(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Map<?, ?> object) {
            return copyOf(object);
        }
        if (value instanceof Iterable<?> values) {
            List<@Nullable Object> copy = new ArrayList<>();
            values.forEach(each -> copy.add(copyOf(each)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Number number) {
            return normalNumber(number);
        }
        throw new IllegalArgumentException(
                "JSON has no form for a " + value.getClass().getName());
    }

    private static Number normalNumber(Number number) {
        if (number instanceof Double || number instanceof Float) {
            // By way of text, so that 0.1f stays 0.1; refuses NaN and infinities, which JSON has no form for.
            return new BigDecimal(number.toString()).doubleValue();
        }
        return normalInteger(new BigInteger(number.toString()));
    }

    private static Number normalInteger(BigInteger integer) {
        return integer.bitLength() < Long.SIZE ? (Number) integer.longValue() : integer;
    }
}
