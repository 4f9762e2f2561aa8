package dev.valence.internal.json;

import dev.valence.InputException;
import dev.valence.internal.files.UnreadableFile;
import dev.valence.internal.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
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
 * A JSON object read from or written to a file, as an immutable tree, asked for its values by key and kind. A document
 * has at most 16 MB, strings of at most a million characters and 64 levels, and no key twice.
 */
public final class ConfigJson {
    private static final int MAX_BYTES = 16_000_000;
    private static final int MAX_QUOTED = 100;
    private static final String ADVICE = "; correct the file, or copy it again";

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxStringLength(1_000_000)
                    .build())
            .build();

    private final String source;
    private final String prefix;
    private final Map<String, @Nullable Object> values;

    private ConfigJson(String source, String prefix, Map<String, @Nullable Object> values) {
        this.source = source;
        this.prefix = prefix;
        this.values = values;
    }

    /**
     * Reads a file.
     *
     * @throws InputException if it cannot be read, or does not hold one JSON object within the limits
     */
    public static ConfigJson read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(file.toString(), in.readNBytes(MAX_BYTES + 1));
        } catch (IOException e) {
            throw UnreadableFile.because(file, "a JSON file", e);
        }
    }

    /**
     * Reads a text.
     *
     * @param source what the text is, for messages
     * @throws InputException if it does not hold one JSON object within the limits
     */
    public static ConfigJson parse(String source, String json) {
        return parse(source, json.getBytes(StandardCharsets.UTF_8));
    }

    private static ConfigJson parse(String source, byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            throw new InputException(source + ": required at most " + MAX_BYTES
                    + " bytes of JSON, found more; check that it is the file meant");
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), utf8)) {
            parser.nextToken();
            ConfigJson json = object(source, parser, "a JSON object");
            if (parser.nextToken() != null) {
                throw refused(source, parser.currentLocation(), "nothing after the object", parser.getString());
            }
            return json;
        } catch (JacksonException e) {
            throw refused(source, "JSON", e);
        }
    }

    /**
     * Reads a file that has an object on each line, one after the other.
     *
     * @throws InputException if it cannot be read, or a line does not hold one JSON object within the limits
     */
    public static void readLines(Path file, Consumer<ConfigJson> objects) {
        String required = "a JSON object a line";
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), in)) {
            while (parser.nextToken() != null) {
                String source = file + line(parser.currentLocation());
                ConfigJson json = object(file.toString(), parser, required);
                objects.accept(new ConfigJson(source, "", json.values));
            }
        } catch (JacksonException e) {
            throw refused(file.toString(), required, e);
        } catch (IOException e) {
            throw UnreadableFile.because(file, "a file of JSON lines", e);
        }
    }

    /** The object that the parser is at. */
    private static ConfigJson object(String source, JsonParser parser, String required) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            String found = parser.currentToken() == null ? "nothing" : parser.getString();
            throw refused(source, parser.currentLocation(), required, found);
        }
        return new ConfigJson(
                source, "", JsonValues.copyOf((Map<?, ?>) Objects.requireNonNull(JsonValues.read(parser))));
    }

    private static InputException refused(String source, String required, JacksonException cause) {
        String what = cause instanceof JsonValues.RefusedException
                ? cause.getOriginalMessage()
                : "required " + required + ", found a fault (" + cause.getOriginalMessage() + ")";
        return new InputException(source + line(cause.getLocation()) + ": " + what + ADVICE, cause);
    }

    private static InputException refused(String source, TokenStreamLocation location, String required, String found) {
        return new InputException(source + line(location) + ": required " + required + ", found " + found + ADVICE);
    }

    private static String line(@Nullable TokenStreamLocation location) {
        return location == null ? "" : " line " + location.getLineNr();
    }

    /**
     * A document of these values, copied: maps, iterables, strings, numbers, booleans and null.
     *
     * @throws IllegalArgumentException if JSON has no form for one of them, such as NaN
     */
    public static ConfigJson of(Map<String, ?> values) {
        return new ConfigJson("JSON", "", JsonValues.copyOf(values));
    }

    /** Whether the key is there and its value not null. */
    public boolean has(String key) {
        return values.get(key) != null;
    }

    /**
     * An integer.
     *
     * @throws InputException if the key is missing or its value no integer in [minimum, maximum]
     */
    public int integer(String key, int minimum, int maximum) {
        return (int) longInteger(key, minimum, maximum);
    }

    /** A long integer; see {@link #integer}. */
    public long longInteger(String key, long minimum, long maximum) {
        if (values.get(key) instanceof Long value && value >= minimum && value <= maximum) {
            return value;
        }
        throw violation(key, "an integer in [" + minimum + ", " + bound(maximum));
    }

    private static String bound(long maximum) {
        return maximum == Integer.MAX_VALUE ? "2^31)" : maximum == Long.MAX_VALUE ? "2^63)" : maximum + "]";
    }

    /**
     * A number, whole or not.
     *
     * @throws InputException if the key is missing or its value no number in [minimum, maximum]
     */
    public double number(String key, double minimum, double maximum) {
        if (values.get(key) instanceof Number value
                && value.doubleValue() >= minimum
                && value.doubleValue() <= maximum) {
            return value.doubleValue();
        }
        throw violation(key, "a number in [" + minimum + ", " + maximum + "]");
    }

    /**
     * A boolean.
     *
     * @throws InputException if the key is missing or its value neither true nor false
     */
    public boolean bool(String key) {
        if (values.get(key) instanceof Boolean value) {
            return value;
        }
        throw violation(key, "true or false");
    }

    /**
     * A string.
     *
     * @throws InputException if the key is missing or its value no string
     */
    public String string(String key) {
        if (values.get(key) instanceof String value) {
            return value;
        }
        throw violation(key, "a string");
    }

    /**
     * One of several strings, which say what kind of model the file describes: one with another value is not known here, and
     * would be another model if the file were changed.
     *
     * @throws InputException if the key is missing or its value none of {@code allowed}
     */
    public String choice(String key, String... allowed) {
        if (!(values.get(key) instanceof String value)) {
            throw violation(key, "one of " + String.join(", ", allowed));
        }
        if (!Arrays.asList(allowed).contains(value)) {
            throw new InputException(mismatch(key, "one of " + String.join(", ", allowed), value)
                    + "; such a model is not supported, use another");
        }
        return value;
    }

    /**
     * A list of strings.
     *
     * @throws InputException if the key is missing or its value no list of strings
     */
    public List<String> strings(String key) {
        List<String> strings = new ArrayList<>();
        for (Object value : list(key, "a list of strings")) {
            if (!(value instanceof String string)) {
                throw violation(key, "a list of strings");
            }
            strings.add(string);
        }
        return List.copyOf(strings);
    }

    /**
     * A list of numbers, whole or not.
     *
     * @param size how many there must be
     * @throws InputException if the key is missing or its value no list of so many numbers
     */
    public List<Double> numbers(String key, int size) {
        String required = "a list of " + size + " numbers";
        List<Double> numbers = new ArrayList<>();
        for (Object value : list(key, required)) {
            if (!(value instanceof Number number)) {
                throw violation(key, required);
            }
            numbers.add(number.doubleValue());
        }
        if (numbers.size() != size) {
            throw violation(key, required);
        }
        return List.copyOf(numbers);
    }

    /**
     * A list of objects.
     *
     * @throws InputException if the key is missing or its value no list of objects
     */
    public List<ConfigJson> objects(String key) {
        List<ConfigJson> objects = new ArrayList<>();
        for (Object value : list(key, "a list of objects")) {
            objects.add(object(key + "[" + objects.size() + "]", value));
        }
        return List.copyOf(objects);
    }

    /**
     * An object within; its messages name the whole way to a key.
     *
     * @throws InputException if the key is missing or its value no object
     */
    public ConfigJson object(String key) {
        return object(key, values.get(key));
    }

    /** Everything: maps, lists, strings, {@link Long} or {@link java.math.BigInteger}, {@link Double}, booleans and null. */
    public Map<String, @Nullable Object> values() {
        return values;
    }

    /** The document on one line, without a line end. */
    public String printLine() {
        return JsonValues.line(values);
    }

    /** The document as text, indented by two spaces, ending in a line end. */
    public String print() {
        byte[] utf8 = JsonValues.print(values, JsonValues.Layout.CONFIGURATION);
        return new String(utf8, StandardCharsets.UTF_8) + "\n";
    }

    /**
     * Writes {@link #print()} in UTF-8, replacing an existing file as a whole.
     *
     * @throws java.io.UncheckedIOException if that fails
     */
    public void write(Path file) {
        WholeFile.write(file, print().getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("unchecked") // every map within has strings for keys
    private ConfigJson object(String key, @Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return new ConfigJson(source, prefix + key + ".", (Map<String, @Nullable Object>) object);
        }
        throw violation(key, "an object", value);
    }

    private List<?> list(String key, String required) {
        if (values.get(key) instanceof List<?> list) {
            return list;
        }
        throw violation(key, required);
    }

    /** The exception to throw where the value of a key, or that there is none, cannot be right. */
    public InputException violation(String key, String required) {
        return violation(key, required, values.get(key));
    }

    private InputException violation(String key, String required, @Nullable Object value) {
        return new InputException(mismatch(key, required, value) + "; restore the file, or use another");
    }

    private String mismatch(String key, String required, @Nullable Object value) {
        String line = value == null && !values.containsKey(key) ? "none" : JsonValues.line(value);
        String found = line.length() <= MAX_QUOTED ? line : line.substring(0, MAX_QUOTED) + "…";
        return source + ": required " + required + " for '" + prefix + key + "', found " + found;
    }
}
