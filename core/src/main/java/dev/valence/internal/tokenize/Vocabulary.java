package dev.valence.internal.tokenize;

import dev.valence.InputException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * Tokens and ids of a {@code tokenizer.json}: {@code model.vocab}, an object of ids (BPE, WordPiece, WordLevel) or a list
 * of tokens with scores (Unigram), and {@code added_tokens}.
 */
final class Vocabulary {
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(1L << 28)
                    .maxNestingDepth(64)
                    .build())
            .build();

    private static final int MOST_UNUSED_IDS = 100_000;

    private final Path source;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Integer, String> tokens = new HashMap<>();
    private int size;

    /**
     * Reads the vocabulary.
     *
     * @param source file named in messages
     * @throws InputException if the JSON is broken or has no vocabulary
     */
    Vocabulary(byte[] json, Path source) {
        this.source = source;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                readFile(parser);
            }
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation();
            String where = place == null ? "" : " in line " + place.getLineNr();
            throw new InputException(
                    source + ": required a tokenizer.json, found broken JSON" + where + " (" + e.getOriginalMessage()
                            + "); copy or train it again",
                    e);
        }
        if (tokens.isEmpty()) {
            throw new InputException(source
                    + ": required a tokenizer.json with model.vocab, found no tokens; copy it again or train one");
        }
        requireDense();
    }

    /** Embeddings take memory for every id, which a file must not claim without tokens that it holds. */
    private void requireDense() {
        if (size - tokens.size() > MOST_UNUSED_IDS) {
            throw new InputException(String.format(
                    Locale.ROOT,
                    "%s: required ids without large gaps between them, found the id %,d among %,d tokens; copy the file"
                            + " again or train a tokenizer",
                    source,
                    size - 1,
                    tokens.size()));
        }
    }

    /** One more than the greatest id. */
    int size() {
        return size;
    }

    OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    boolean contains(int id) {
        return tokens.containsKey(id);
    }

    String token(int id) {
        String token = tokens.get(id);
        if (token == null) {
            throw new IllegalArgumentException("no token has the id " + id + ", ids end below " + size);
        }
        return token;
    }

    private void readFile(JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("model") && value == JsonToken.START_OBJECT) {
                readModel(parser);
            } else if (name.equals("added_tokens") && value == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    readAddedToken(parser);
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readModel(JsonParser parser) {
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            if (name.equals("vocab") && value == JsonToken.START_OBJECT) {
                for (String token = parser.nextName(); token != null; token = parser.nextName()) {
                    parser.nextToken();
                    add(token, parser.getIntValue());
                }
            } else if (name.equals("vocab") && value == JsonToken.START_ARRAY) {
                for (int id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
                    parser.nextToken();
                    add(parser.getString(), id);
                    parser.nextToken(); // its score
                    parser.nextToken(); // the end of the pair
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readAddedToken(JsonParser parser) {
        String content = "";
        int id = -1;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            if (name.equals("content")) {
                content = parser.getString();
            } else if (name.equals("id")) {
                id = parser.getIntValue();
            } else {
                parser.skipChildren();
            }
        }
        add(content, id);
    }

    private void add(String token, int id) {
        if (id < 0 || id == Integer.MAX_VALUE) {
            throw new InputException(source + ": required an id of at least 0 for the token '" + token + "', found "
                    + id + "; copy the file again or train a tokenizer");
        }
        ids.put(token, id);
        tokens.put(id, token);
        size = Math.max(size, id + 1);
    }
}
