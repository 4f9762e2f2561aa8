package dev.valence.internal.tokenize;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/**
 * JSON as Java's values: {@link Map} and {@link List}, {@link String}, {@link Integer} (larger integers as {@link
 * BigInteger}), {@link Double}, {@link Boolean}, null.
 */
public final class JsonValues {
    private JsonValues() {}

    /** The value that the parser's current token begins. */
    public static @Nullable Object read(JsonParser parser) {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER_INT -> integer(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new IllegalStateException("no value begins with " + token);
        };
    }

    /** Writes a value such as {@link #read} returns. */
    public static void write(JsonGenerator json, @Nullable Object value) {
        if (value instanceof Map<?, ?> object) {
            json.writeStartObject();
            object.forEach((name, field) -> {
                json.writeName((String) name);
                write(json, field);
            });
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(each -> write(json, each));
            json.writeEndArray();
        } else if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else {
            json.writeRawValue(String.valueOf(value)); // an integer, true, false or null
        }
    }

    /** A value on one line. */
    static String print(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Vocabulary.JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, value);
        }
        return text.toString();
    }

    /** A value as Hugging Face's library lays files out. */
    static byte[] printIndented(@Nullable Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Vocabulary.JSON.createGenerator(TokenizerFile.INDENTED, bytes)) {
            write(json, value);
        }
        return bytes.toByteArray();
    }

    /** The object that a text holds. */
    static Map<String, @Nullable Object> parse(String json) {
        try (JsonParser parser = Vocabulary.JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            return object(parser);
        }
    }

    private static Map<String, @Nullable Object> object(JsonParser parser) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
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

    private static Number integer(BigInteger value) {
        return value.bitLength() < Integer.SIZE ? (Number) value.intValue() : value;
    }
}
