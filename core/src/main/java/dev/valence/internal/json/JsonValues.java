package dev.valence.internal.json;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * JSON as Java's values: {@link Map} and {@link List}, {@link String}, {@link Integer} or, where it is larger, {@link Long} or
 * {@link BigInteger}, {@link Double}, {@link Boolean}, null.
 */
public final class JsonValues {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DefaultIndenter TWO_SPACES = new DefaultIndenter("  ", "\n");

    /** JSON that is well-formed and yet refused, with what was required and found. */
    static final class RefusedException extends StreamReadException {
        private static final long serialVersionUID = 1;

        RefusedException(JsonParser parser, String required, String found) {
            super(parser, "required " + required + ", found " + found);
        }
    }

    /** Ways of laying out. */
    public enum Layout {
        /** All on one line. */
        LINE,
        /** As Python's json.dump with indent=2 lays objects out, which is how configurations of Hugging Face look. */
        CONFIGURATION,
        /** The same with one element of a list a line, which is how Hugging Face's library writes tokenizers. */
        TOKENIZER
    }

    private JsonValues() {}

    /**
     * The value that the parser's current token begins.
     *
     * @throws StreamReadException if a key stands twice or a number is past the range of double
     */
    public static @Nullable Object read(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> smallest(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> finite(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("no value begins with " + token);
        };
    }

    /** The object that a text of this program's own holds. */
    public static Map<String, @Nullable Object> parse(String json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            return object(parser);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            if (object.containsKey(key)) {
                throw new RefusedException(parser, "every key once", "'" + key + "' twice");
            }
            object.put(key, read(parser));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser) {
        List<@Nullable Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(parser));
        }
        return array;
    }

    /** An integer in the smallest of the types that hold it. */
    private static Number smallest(BigInteger integer) {
        if (integer.bitLength() < Integer.SIZE) {
            return integer.intValue();
        }
        return integer.bitLength() < Long.SIZE ? (Number) integer.longValue() : integer;
    }

    private static double finite(JsonParser parser) {
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw new RefusedException(parser, "a number within the range of double", parser.getString());
        }
        return value;
    }

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if JSON has no form for it
     */
    public static void write(JsonGenerator json, @Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            json.writeStartObject();
            object.forEach((name, field) -> {
                json.writeName((String) name);
                write(json, field);
            });
            json.writeEndObject();
        } else if (value instanceof Iterable<?> values) {
            json.writeStartArray();
            values.forEach(each -> write(json, each));
            json.writeEndArray();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value == null) {
            json.writeNull();
        } else if (value instanceof Number number && isWritable(number)) {
            json.writeNumber(number.toString());
        } else {
            throw new IllegalArgumentException(
                    "JSON has no form for the " + value.getClass().getName() + " " + value);
        }
    }

    private static boolean isWritable(Number number) {
        return !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
    }

    /** The same in unmodifiable collections, and integers as {@link Long} or {@link BigInteger}. */
    static Map<String, @Nullable Object> copyOf(Map<?, ?> object) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        object.forEach((key, value) -> copy.put(String.valueOf(key), copyOf(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object copyOf(@Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            return copyOf(object);
        }
        if (value instanceof Iterable<?> values) {
            List<@Nullable Object> copy = new ArrayList<>();
            values.forEach(each -> copy.add(copyOf(each)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Double || value instanceof Float) {
            // By way of text, so that 0.1f stays 0.1; refuses NaN and infinities, which JSON has no form for.
            return new BigDecimal(value.toString()).doubleValue();
        }
        if (value instanceof Number number) {
            BigInteger integer = new BigInteger(number.toString());
            return integer.bitLength() < Long.SIZE ? (Number) integer.longValue() : integer;
        }
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        throw new IllegalArgumentException(
                "JSON has no form for a " + value.getClass().getName());
    }

    /** The values of maps within maps by the way to them, as {@code outer.inner}. */
    public static Map<String, @Nullable Object> flat(Map<?, ?> values) {
        Map<String, @Nullable Object> flat = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                flat(inner).forEach((key, each) -> flat.put(name + "." + key, each));
            } else {
                flat.put((String) name, value);
            }
        });
        return flat;
    }

    /** A value on one line. */
    public static String line(@Nullable Object value) {
        return new String(print(value, Layout.LINE), StandardCharsets.UTF_8);
    }

    /** A value in UTF-8, without a line end after it. */
    public static byte[] print(@Nullable Object value, Layout layout) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ObjectWriteContext context = layout == Layout.LINE ? ObjectWriteContext.empty() : indented(layout);
        try (JsonGenerator json = JSON.createGenerator(context, bytes)) {
            write(json, value);
        }
        return bytes.toByteArray();
    }

    private static ObjectWriteContext indented(Layout layout) {
        Separators separators = new Separators()
                .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator(layout == Layout.TOKENIZER ? " " : "")
                .withArrayEmptySeparator("");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(separators).withObjectIndenter(TWO_SPACES);
        PrettyPrinter chosen = layout == Layout.TOKENIZER ? printer.withArrayIndenter(TWO_SPACES) : printer;
        return new ObjectWriteContext.Base() {
            @Override
            public boolean hasPrettyPrinter() {
                return true;
            }

            @Override
            public PrettyPrinter getPrettyPrinter() {
                return chosen;
            }
        };
    }
}
