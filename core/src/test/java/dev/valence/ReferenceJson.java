package dev.valence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A value in a JSON file of reference results; asking for what is not there fails the test. */
public final class ReferenceJson {
    private final Object value;

    private ReferenceJson(Object value) {
        this.value = value;
    }

    /** The value a file holds. */
    public static ReferenceJson read(Path file) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), Files.readAllBytes(file))) {
            parser.nextToken();
            return new ReferenceJson(value(parser));
        }
    }

    /** Member of an object. */
    public ReferenceJson get(String key) {
        Object member = ((Map<?, ?>) value).get(key);
        if (member == null) {
            throw new AssertionError("no member '" + key + "'");
        }
        return new ReferenceJson(member);
    }

    /** Keys of an object, in the order of the file. */
    public List<String> keys() {
        return ((Map<?, ?>) value).keySet().stream().map(String.class::cast).toList();
    }

    /** Elements of an array. */
    public List<ReferenceJson> list() {
        return ((Collection<?>) value).stream().map(ReferenceJson::new).toList();
    }

    /** A string. */
    public String string() {
        return (String) value;
    }

    /** A number. */
    public double number() {
        return ((Number) value).doubleValue();
    }

    /** An integer. */
    public int integer() {
        return Math.toIntExact((Long) value);
    }

    /** A boolean. */
    public boolean bool() {
        return (Boolean) value;
    }

    /** An array of integers. */
    public int[] integers() {
        return list().stream().mapToInt(ReferenceJson::integer).toArray();
    }

    /** An array of numbers. */
    public double[] numbers() {
        return list().stream().mapToDouble(ReferenceJson::number).toArray();
    }

    /** All numbers of an array of arrays of any depth, or of a number. */
    public double[] flatNumbers() {
        return value instanceof Collection<?>
                ? list().stream()
                        .flatMapToDouble(element -> Arrays.stream(element.flatNumbers()))
                        .toArray()
                : new double[] {number()};
    }

    /** An array of strings. */
    public List<String> strings() {
        return list().stream().map(ReferenceJson::string).toList();
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
    }

    private static Map<String, Object> object(JsonParser parser) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            members.put(key, value(parser));
        }
        return members;
    }

    private static List<Object> array(JsonParser parser) {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }
}
