package dev.valence.internal.checkpoint;

import dev.valence.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** The JSON header of a safetensors file, read token by token against its grammar and checked against the file's size. */
final class SafetensorsHeader {
    /** Most bytes the JSON may take, the bound of the reference implementation. */
    static final int MAX_BYTES = 100_000_000;

    static final String METADATA_KEY = "__metadata__";

    private static final Set<String> ENTRY_KEYS = Set.of("dtype", "shape", "data_offsets");

    // More extents than any array library allows; bounds what a hostile shape can make us keep.
    private static final int MAX_RANK = 64;

    // More tensors than any model has; bounds what a hostile header can make us keep.
    private static final int MAX_TENSORS = 1 << 18;

    private static final int MAX_QUOTED = 300;

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxDocumentLength(MAX_BYTES)
                    .maxStringLength(MAX_BYTES)
                    .maxNumberLength(32)
                    .build())
            .build();

    /** One tensor: its element type, its shape, and its bytes counted from the end of the header. */
    record Entry(ElementType type, List<Integer> shape, long begin, long end) {
        long elements() {
            return (end - begin) / type.bytes();
        }
    }

    private final Path file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private SafetensorsHeader(Path file) {
        this.file = file;
    }

    /**
     * Reads and checks a header.
     *
     * @param file for messages
     * @param json the bytes between the length and the data
     * @param dataBytes bytes of the file after the header
     * @throws InputException if anything departs from the specification
     */
    static SafetensorsHeader parse(Path file, byte[] json, long dataBytes) {
        SafetensorsHeader header = new SafetensorsHeader(file);
        if (json.length == 0 || json[0] != '{') {
            throw header.violation(
                    "a header that starts with '{'", json.length == 0 ? "an empty one" : "byte " + json[0]);
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            header.readDocument(parser);
        } catch (JacksonException e) {
            throw header.violation("a header of valid JSON", e.getOriginalMessage());
        }
        header.checkLayout(dataBytes);
        return header;
    }

    Map<String, Entry> entries() {
        return Collections.unmodifiableMap(entries);
    }

    Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    private void readDocument(JsonParser parser) {
        parser.nextToken();
        boolean metadataSeen = false;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            require(parser, JsonToken.START_OBJECT, "an object for '" + name + "'");
            if (name.equals(METADATA_KEY)) {
                if (metadataSeen) {
                    throw violation("every name once", "'" + name + "' twice");
                }
                metadataSeen = true;
                readMetadata(parser);
            } else if (entries.size() == MAX_TENSORS) {
                throw violation("at most " + MAX_TENSORS + " tensors", "more");
            } else if (entries.put(name, readEntry(parser, name)) != null) {
                throw violation("every name once", "'" + name + "' twice");
            }
        }
        if (parser.nextToken() != null) {
            throw violation("nothing but spaces after the header's object", "'" + parser.getString() + "'");
        }
    }

    private void readMetadata(JsonParser parser) {
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            require(parser, JsonToken.VALUE_STRING, "a string for '" + key + "' of " + METADATA_KEY);
            if (metadata.put(key, parser.getString()) != null) {
                throw violation("every key of " + METADATA_KEY + " once", "'" + key + "' twice");
            }
        }
    }

    private Entry readEntry(JsonParser parser, String name) {
        ElementType type = null;
        List<Integer> shape = null;
        long[] offsets = null;
        Set<String> seen = new HashSet<>();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            if (!ENTRY_KEYS.contains(key) || !seen.add(key)) {
                throw violation("dtype, shape and data_offsets once each for '" + name + "'", "another '" + key + "'");
            }
            switch (key) {
                case "dtype" -> type = readType(parser, name);
                case "shape" -> shape = readShape(parser, name);
                default -> offsets = readOffsets(parser, name);
            }
        }
        if (type == null || shape == null || offsets == null) {
            throw violation("dtype, shape and data_offsets for '" + name + "'", "not all of them");
        }
        return new Entry(type, shape, offsets[0], offsets[1]);
    }

    private ElementType readType(JsonParser parser, String name) {
        require(parser, JsonToken.VALUE_STRING, "a string as dtype of '" + name + "'");
        String found = parser.getString();
        for (ElementType type : ElementType.values()) {
            if (type.name().equals(found)) {
                return type;
            }
        }
        throw violation(
                "a dtype of " + Arrays.toString(ElementType.values()) + " for '" + name + "'", "'" + found + "'");
    }

    private List<Integer> readShape(JsonParser parser, String name) {
        String what = "a shape of at most " + MAX_RANK + " integers in [0, 2^31) for '" + name + "'";
        List<Integer> shape = new ArrayList<>();
        for (long extent : readIntegers(parser, what, MAX_RANK)) {
            if (extent > Integer.MAX_VALUE) {
                throw violation(what, String.valueOf(extent));
            }
            shape.add((int) extent);
        }
        return List.copyOf(shape);
    }

    private long[] readOffsets(JsonParser parser, String name) {
        String what = "two integers in [0, 2^63) as data_offsets of '" + name + "'";
        List<Long> offsets = readIntegers(parser, what, 2);
        if (offsets.size() != 2) {
            throw violation(what, offsets.toString());
        }
        return new long[] {offsets.get(0), offsets.get(1)};
    }

    private List<Long> readIntegers(JsonParser parser, String what, int most) {
        require(parser, JsonToken.START_ARRAY, what);
        List<Long> integers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            boolean isLong = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            if (!isLong || parser.getLongValue() < 0) {
                throw violation(what, "'" + parser.getString() + "'");
            }
            if (integers.size() == most) {
                throw violation(what, "more than " + most + " of them");
            }
            integers.add(parser.getLongValue());
        }
        return integers;
    }

    /** The tensors, in the order of their offsets, must tile the data exactly. */
    private void checkLayout(long dataBytes) {
        List<Map.Entry<String, Entry>> byOffset = new ArrayList<>(entries.entrySet());
        byOffset.sort(Comparator.comparingLong(
                        (Map.Entry<String, Entry> e) -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().end()));
        long expected = 0;
        for (Map.Entry<String, Entry> named : byOffset) {
            Entry entry = named.getValue();
            String range = "[" + entry.begin() + ", " + entry.end() + "]";
            if (entry.begin() != expected) {
                throw violation("data without gaps or overlaps: '" + named.getKey() + "' at " + expected, range);
            }
            long bytes = bytes(named.getKey(), entry);
            if (entry.end() < entry.begin() || entry.end() - entry.begin() != bytes) {
                String what = bytes + " bytes for '" + named.getKey() + "', " + entry.type() + entry.shape();
                throw violation(what, "data_offsets " + range);
            }
            expected = entry.end();
        }
        if (expected != dataBytes) {
            throw violation(expected + " bytes of data after the header", dataBytes + " bytes");
        }
    }

    private long bytes(String name, Entry entry) {
        long bytes = entry.type().bytes();
        try {
            for (int extent : entry.shape()) {
                bytes = Math.multiplyExact(bytes, extent);
            }
        } catch (ArithmeticException e) {
            throw violation(
                    "a shape whose bytes are below 2^63 for '" + name + "'",
                    entry.shape().toString());
        }
        return bytes;
    }

    private void require(JsonParser parser, JsonToken token, String what) {
        @Nullable JsonToken found = parser.nextToken();
        if (found != token) {
            throw violation(what, found == null ? "the end" : "'" + parser.getString() + "'");
        }
    }

    private InputException violation(String required, String found) {
        return violation(file, required, found);
    }

    /** The one exception of this format; what a hostile file says is cut. */
    static InputException violation(Path file, String required, String found) {
        return new InputException(file + ": required " + shortened(required) + ", found " + shortened(found)
                + "; the file is damaged or not safetensors, fetch or save it again");
    }

    private static String shortened(String text) {
        return text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
    }
}
