package dev.valence.internal.tokenize;

import dev.valence.InputException;
import dev.valence.internal.files.UnreadableFile;
import dev.valence.internal.json.JsonFields;
import dev.valence.internal.json.JsonValues;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

/**
 * The settings files beside a tokenizer, merged as {@code AutoTokenizer} of Transformers 5 does: {@code
 * tokenizer_config.json}; where that has no {@code added_tokens_decoder}, {@code special_tokens_map.json} and {@code
 * added_tokens.json} too; and what {@code config.json} says of the kind of model. What Transformers ignores is ignored.
 */
final class TokenizerSettings {
    static final String CONFIG = "tokenizer_config.json";
    static final List<String> NAMED_TOKENS =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private static final String MODEL = "config.json";
    static final String SPECIAL_TOKENS = "special_tokens_map.json";
    static final String ADDED_TOKENS = "added_tokens.json";
    private static final String CLASS = "tokenizer_class";
    private static final String DECODER = "added_tokens_decoder";
    private static final String EXTRA = "extra_special_tokens";
    private static final String OLD_EXTRA = "additional_special_tokens";
    private static final int MOST_BYTES = 16_000_000;

    private final Path file;
    private final Map<String, @Nullable Object> model;
    private final Map<String, @Nullable Object> values;
    private final SortedMap<Integer, AddedToken> described = new TreeMap<>();

    private TokenizerSettings(Path file, Map<String, @Nullable Object> model, Map<String, @Nullable Object> values) {
        this.file = file;
        this.model = model;
        this.values = values;
    }

    /**
     * Reads what stands beside a tokenizer.
     *
     * @param tokenizer the {@code tokenizer.json}, which need not be there
     * @param inTokenizer the added tokens in it
     * @throws InputException if one of the files cannot be read, or has what is not understood
     */
    static TokenizerSettings read(Path tokenizer, SortedMap<Integer, AddedToken> inTokenizer) {
        Path file = tokenizer.resolveSibling(CONFIG);
        TokenizerSettings settings = new TokenizerSettings(file, object(tokenizer.resolveSibling(MODEL)), object(file));
        settings.refuse();
        if (settings.has(DECODER)) {
            settings.describe(settings.objectOf(DECODER));
        } else {
            settings.mergeSpecialTokens(object(tokenizer.resolveSibling(SPECIAL_TOKENS)));
            settings.mergeAddedTokens(object(tokenizer.resolveSibling(ADDED_TOKENS)));
            settings.described.putAll(inTokenizer);
        }
        return settings;
    }

    /** Whether there is anything beside a tokenizer that may change it. */
    static boolean areBeside(Path tokenizer) {
        return List.of(CONFIG, SPECIAL_TOKENS, ADDED_TOKENS, MODEL).stream()
                .anyMatch(name -> Files.exists(tokenizer.resolveSibling(name)));
    }

    /** A JSON object in a file; an empty one where there is no file. */
    private static Map<String, @Nullable Object> object(Path file) {
        if (!Files.exists(file)) {
            return new LinkedHashMap<>();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return object(file, in.readNBytes(MOST_BYTES));
        } catch (IOException e) {
            throw UnreadableFile.because(file, "settings of a tokenizer", e);
        }
    }

    @SuppressWarnings("unchecked") // the maps of JsonValues have strings for keys
    static Map<String, @Nullable Object> object(Path file, byte[] json) {
        try (JsonParser parser = PipelineReader.JSON.createParser(ObjectReadContext.empty(), json)) {
            Object value = parser.nextToken() == null ? null : JsonValues.read(parser);
            if (value instanceof Map<?, ?> object) {
                return (Map<String, @Nullable Object>) object;
            }
            throw new InputException(file + ": required a JSON object, found none; copy the file again");
        } catch (JacksonException e) {
            throw new InputException(
                    file + ": required a JSON object, found broken JSON (" + e.getOriginalMessage()
                            + "); copy the file again",
                    e);
        }
    }

    /** Transformers would run code of the model's own, or another file, or spell special tokens out. */
    private void refuse() {
        Object code = values.get("auto_map");
        if (code instanceof List || (code instanceof Map<?, ?> classes && classes.get("AutoTokenizer") != null)) {
            throw unknown("auto_map", "a tokenizer without code of its own", code.toString());
        }
        if (has("fast_tokenizer_files")) {
            throw unknown("fast_tokenizer_files", "one tokenizer.json", "several for versions of a library");
        }
        if (bool("split_special_tokens", false)) {
            throw unknown("split_special_tokens", "false", "true");
        }
        if (values.get("init_inputs") instanceof List<?> inputs && !inputs.isEmpty()) {
            throw unknown("init_inputs", "an empty list", "arguments without names");
        }
    }

    private void mergeSpecialTokens(Map<String, @Nullable Object> map) {
        map.forEach((key, value) -> {
            if (value instanceof Map<?, ?> token && !key.equals(EXTRA)) {
                Map<Object, @Nullable Object> special = new LinkedHashMap<>(token);
                special.put("special", true);
                values.put(key, special);
            } else if (value instanceof List<?> more && key.equals(EXTRA) && values.get(key) instanceof List<?> given) {
                List<@Nullable Object> all = new ArrayList<>(given);
                all.addAll(more);
                values.put(key, all);
            } else {
                values.put(key, value);
            }
        });
    }

    private void mergeAddedTokens(Map<String, @Nullable Object> ids) {
        List<String> special = new ArrayList<>();
        named(Map.of()).values().forEach(token -> special.add(token.content()));
        extra().forEach(token -> special.add(token.content()));
        ids.forEach((content, id) -> described.put(
                id(content, id),
                special.contains(content) ? AddedToken.special(content) : AddedToken.ordinary(content)));
    }

    private void describe(Map<?, ?> byId) {
        byId.forEach((id, token) -> {
            try {
                described.put(id(DECODER, Integer.valueOf((String) id)), AddedToken.read(token));
            } catch (NumberFormatException | JsonFields.NotUnderstoodException e) {
                throw violation(DECODER, "tokens by id", id + " with " + token);
            }
        });
    }

    private int id(String key, @Nullable Object id) {
        if (id instanceof Integer number && number >= 0) {
            return number;
        }
        throw violation(key, "an id", String.valueOf(id));
    }

    boolean has(String key) {
        return values.get(key) != null;
    }

    private Map<?, ?> objectOf(String key) {
        if (values.get(key) instanceof Map<?, ?> object) {
            return object;
        }
        throw violation(key, "an object", String.valueOf(values.get(key)));
    }

    /** A switch; null is none, because Python refuses it too. */
    boolean bool(String key, boolean usual) {
        Object value = values.getOrDefault(key, usual);
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw violation(key, "true or false", String.valueOf(value));
    }

    /** A switch that may be left open. */
    @Nullable
    Boolean boolOrNull(String key) {
        return values.get(key) == null ? null : (Boolean) bool(key, false);
    }

    /** The class that tokenizes in Transformers, as the files name it; null where they do not. */
    @Nullable
    String className() {
        Object name = has(CLASS) ? values.get(CLASS) : model.get(CLASS);
        if (name == null || name instanceof String) {
            return (String) name;
        }
        throw violation(CLASS, "a name", String.valueOf(name));
    }

    /** The kind of model, or null where it is not said. */
    @Nullable
    String modelType() {
        return model.get("model_type") instanceof String type ? type : null;
    }

    /** Tokens with a description, by id. */
    SortedMap<Integer, AddedToken> described() {
        return described;
    }

    /**
     * The special tokens that have a name, by name; those that the files do not name are as usual, those they call null are
     * left out.
     */
    Map<String, AddedToken> named(Map<String, String> usual) {
        Map<String, AddedToken> named = new LinkedHashMap<>();
        for (String name : NAMED_TOKENS) {
            Object value = values.containsKey(name) ? values.get(name) : usual.get(name);
            if (value != null) {
                named.put(name, token(name, value));
            }
        }
        values.forEach((name, value) -> {
            boolean ofModel = name.endsWith("_token") && !NAMED_TOKENS.contains(name);
            if (ofModel && (value instanceof String || value instanceof Map)) {
                named.put(name, token(name, value));
            }
        });
        if (values.get(EXTRA) instanceof Map<?, ?> more) {
            more.forEach((name, value) -> named.put((String) name, token(EXTRA, value)));
        }
        return named;
    }

    /** The special tokens without a name. */
    List<AddedToken> extra() {
        String key = has(EXTRA) ? EXTRA : OLD_EXTRA;
        List<AddedToken> extra = new ArrayList<>();
        if (values.get(key) instanceof List<?> list) {
            list.forEach(value -> extra.add(token(key, value)));
        } else if (has(key) && !(values.get(key) instanceof Map)) {
            throw violation(key, "a list of tokens", String.valueOf(values.get(key)));
        }
        return extra;
    }

    private AddedToken token(String key, @Nullable Object value) {
        AddedToken token;
        try {
            token = value instanceof String content ? AddedToken.special(content) : AddedToken.read(value);
        } catch (JsonFields.NotUnderstoodException e) {
            throw violation(key, "a token", value + " (" + e.getMessage() + ")");
        }
        return described.values().stream()
                .filter(other -> other.content().equals(token.content()))
                .findFirst()
                .orElse(token);
    }

    /** The greatest number of tokens of a text; {@link Integer#MAX_VALUE} where none is given. */
    int maximumLength() {
        String key = has("model_max_length") ? "model_max_length" : "max_len";
        Object value = values.get(key);
        if (value == null) {
            return Integer.MAX_VALUE;
        }
        if (value instanceof Number number && number.doubleValue() >= 1) {
            return (int) Math.min(Integer.MAX_VALUE, number.doubleValue());
        }
        throw violation(key, "a positive number", String.valueOf(value));
    }

    /**
     * Whether long texts lose their beginning and not their end.
     *
     * @param usual what the {@code tokenizer.json} says of it
     */
    boolean truncatesLeft(boolean usual) {
        Object side = values.get("truncation_side");
        if (side == null) {
            return usual;
        }
        if (side.equals("left") || side.equals("right")) {
            return side.equals("left");
        }
        throw violation("truncation_side", "left or right", String.valueOf(side));
    }

    /** The settings of that name, as far as they are there. */
    Map<String, @Nullable Object> only(List<String> keys) {
        Map<String, @Nullable Object> some = new LinkedHashMap<>(values);
        some.keySet().retainAll(keys);
        return some;
    }

    /** What to throw where a setting has a value that it cannot have. */
    InputException violation(String key, String required, String found) {
        return new InputException(
                file + ": required " + required + " for '" + key + "', found " + found + "; correct the file");
    }

    /** What to throw where a setting means something in Transformers that is not done here. */
    private InputException unknown(String key, String required, String found) {
        return new InputException(
                file + ": required " + required + " for '" + key + "', found " + found + "; use another model");
    }

    /**
     * What to throw where the class is another.
     *
     * @param known the classes that are known here
     */
    InputException unknownClass(String known, String found) {
        Path place = has(CLASS) ? file : file.resolveSibling(MODEL);
        return new InputException(
                place + ": required one of " + known + " for '" + CLASS + "', found " + found
                        + "; use another model, or write PreTrainedTokenizerFast there if its tokenizer.json says all that is done");
    }
}
