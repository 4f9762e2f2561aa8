package dev.valence.internal.tokenize;

import dev.valence.InputException;
import dev.valence.internal.json.JsonFields;
import dev.valence.internal.json.JsonValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The tokenizer of a directory: its {@code tokenizer.json} or {@code vocab.txt}, changed by what stands beside it as {@code
 * AutoTokenizer} of Transformers 5 would change it ({@link TokenizerSettings}, {@link TokenizerClass}). A file of another name
 * is taken as it is. Immutable.
 */
public final class StoredTokenizer {
    /** Name of the file with the settings of a tokenizer. */
    public static final String CONFIG = TokenizerSettings.CONFIG;

    /** Names of the files that may stand beside a tokenizer and change it. */
    public static final List<String> COMPANIONS =
            List.of(CONFIG, TokenizerSettings.SPECIAL_TOKENS, TokenizerSettings.ADDED_TOKENS);

    private static final String ADDED = "added_tokens";
    private static final String NORMALIZER = "normalizer";
    private static final String MODEL = "model";
    private static final String VOCABULARY = "vocab";
    private static final String MERGES = "merges";
    private static final String UNKNOWN = "unk_token";
    /** What is kept of the settings though it changes no id. */
    private static final List<String> KEPT =
            List.of("clean_up_tokenization_spaces", "model_input_names", "padding_side");

    private final Path file;
    private final byte[] json;
    private final TokenizerClass kind;
    private final @Nullable TokenizerSettings settings;
    private final boolean truncatesLeft;

    private StoredTokenizer(
            Path file, byte[] json, TokenizerClass kind, @Nullable TokenizerSettings settings, boolean truncatesLeft) {
        this.file = file;
        this.json = json;
        this.kind = kind;
        this.settings = settings;
        this.truncatesLeft = truncatesLeft;
    }

    /**
     * Reads a tokenizer and what stands beside it.
     *
     * @param path a {@code tokenizer.json}, in whose place a {@code vocab.txt} may stand; or the directory of one
     * @throws InputException if it cannot be read, or something beside it asks for what is not known here
     */
    public static StoredTokenizer read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(HuggingFaceTokenizer.FILE_NAME) : path;
        boolean named = file.endsWith(HuggingFaceTokenizer.FILE_NAME);
        Path vocabulary = file.resolveSibling(WordPieceVocabulary.FILE_NAME);
        if (named && !Files.exists(file) && Files.exists(vocabulary)) {
            return ofVocabulary(vocabulary, TokenizerSettings.read(file, new TreeMap<>()));
        }
        byte[] json = HuggingFaceTokenizer.content(file);
        if (!named || !TokenizerSettings.areBeside(file)) {
            return new StoredTokenizer(file, json, TokenizerClass.AS_IT_IS, null, false);
        }
        Map<String, @Nullable Object> parts = TokenizerSettings.object(file, json);
        SortedMap<Integer, AddedToken> added = addedTokens(file, parts);
        TokenizerSettings settings = TokenizerSettings.read(file, added);
        TokenizerClass kind = TokenizerClass.of(settings);
        Map<String, @Nullable Object> changed = kind == TokenizerClass.AS_IT_IS
                ? withAdded(parts, added, settings)
                : rebuilt(file, parts, kind, settings);
        boolean left = parts.get("truncation") instanceof Map<?, ?> cut && "Left".equals(cut.get("direction"));
        return new StoredTokenizer(
                file, changed == parts ? json : indented(file, changed), kind, settings, settings.truncatesLeft(left));
    }

    private static byte[] indented(Path file, Map<String, @Nullable Object> parts) {
        try {
            return JsonValues.print(parts, JsonValues.Layout.TOKENIZER);
        } catch (JacksonException e) { // such as half a surrogate pair
            throw new InputException(
                    file + ": required tokens that JSON has a form for, found one without (" + e.getOriginalMessage()
                            + "); copy the file again",
                    e);
        }
    }

    private static StoredTokenizer ofVocabulary(Path vocabulary, TokenizerSettings settings) {
        boolean silent = settings.className() == null && !"roberta".equals(settings.modelType());
        TokenizerClass kind = silent ? TokenizerClass.BERT : TokenizerClass.of(settings);
        if (kind != TokenizerClass.BERT) {
            throw new InputException(vocabulary + ": required a tokenizer.json beside it for a " + kind.className()
                    + ", found none; copy it there");
        }
        Map<String, Integer> ids = WordPieceVocabulary.read(vocabulary);
        byte[] json = indented(vocabulary, made(vocabulary, kind, settings, ids, Map.of()));
        return new StoredTokenizer(vocabulary, json, kind, settings, settings.truncatesLeft(false));
    }

    /** As the class would make it; the parts themselves where that is the same. */
    private static Map<String, @Nullable Object> rebuilt(
            Path file, Map<String, @Nullable Object> parts, TokenizerClass kind, TokenizerSettings settings) {
        if (!(parts.get(MODEL) instanceof Map<?, ?> model)
                || !kind.model().equals(Objects.requireNonNullElse(model.get("type"), kind.model()))) {
            throw new InputException(file + ": required a model of type " + kind.model() + " for a " + kind.className()
                    + ", found another; use the model's own tokenizer.json, or write \"tokenizer_class\": \""
                    + TokenizerClass.AS_IT_IS.className() + "\" into " + TokenizerSettings.CONFIG
                    + " if the file is right as it stands");
        }
        Map<String, @Nullable Object> made = made(file, kind, settings, vocabulary(model), parts);
        boolean same = addedTokens(file, parts).equals(addedTokens(file, made))
                && List.of(NORMALIZER, "pre_tokenizer", "post_processor", MODEL).stream()
                        .allMatch(part -> says(parts.get(part), made.get(part)));
        return same ? parts : made;
    }

    /** Whether a part is the one made; keys that older versions of the library did not write count as made. */
    private static boolean says(@Nullable Object part, @Nullable Object made) {
        if (part instanceof Map<?, ?> object && made instanceof Map<?, ?> other) {
            return other.keySet().containsAll(object.keySet())
                    && object.entrySet().stream().allMatch(entry -> says(entry.getValue(), other.get(entry.getKey())));
        }
        return Objects.equals(part, made);
    }

    private static Map<String, @Nullable Object> made(
            Path file,
            TokenizerClass kind,
            TokenizerSettings settings,
            Map<String, Integer> vocabulary,
            Map<String, @Nullable Object> given) {
        Map<String, AddedToken> named = settings.named(kind.specialTokens());
        AddedTokenList added = new AddedTokenList(vocabulary);
        added.addMissing(settings.described().values(), named.values(), settings.extra());
        String first = required(file, kind.first(), named, vocabulary, settings);
        String last = required(file, kind.last(), named, vocabulary, settings);
        String unknown = kind == TokenizerClass.BERT ? required(file, UNKNOWN, named, vocabulary, settings) : "";
        TokenizerClass.Around around =
                new TokenizerClass.Around(first, added.requireId(first), last, added.requireId(last));
        Map<String, @Nullable Object> parts = kind.parts(settings, around, unknown);
        Map<String, @Nullable Object> made = new LinkedHashMap<>();
        made.put("version", "1.0");
        made.put("truncation", null);
        made.put("padding", null);
        made.put(ADDED, added.toJson());
        made.putAll(parts);
        Map<Object, @Nullable Object> model = new LinkedHashMap<>((Map<?, ?>) Objects.requireNonNull(parts.get(MODEL)));
        model.put(VOCABULARY, vocabulary);
        if (given.get(MODEL) instanceof Map<?, ?> other) {
            if (kind == TokenizerClass.ROBERTA) {
                model.put(MERGES, other.get(MERGES));
            } else if (kind == TokenizerClass.XLM_ROBERTA) {
                model.put(VOCABULARY, other.get(VOCABULARY)); // with scores
                made.put(NORMALIZER, characterMap(given.get(NORMALIZER)));
            }
        }
        made.put(MODEL, model);
        return made;
    }

    /** The normalizer with SentencePiece's map of characters, which may stand among others; null where there is none. */
    private static @Nullable Object characterMap(@Nullable Object normalizer) {
        Object parts = normalizer instanceof Map<?, ?> sequence ? sequence.get("normalizers") : null;
        return (parts instanceof List<?> list ? list : Arrays.asList(normalizer))
                .stream()
                        .filter(part -> part instanceof Map<?, ?> map && map.containsKey("precompiled_charsmap"))
                        .findFirst()
                        .orElse(null);
    }

    /** Spelling of a token that no text can do without. */
    private static String required(
            Path file,
            String name,
            Map<String, AddedToken> named,
            Map<String, Integer> vocabulary,
            TokenizerSettings settings) {
        AddedToken token = named.get(name);
        if (token == null) {
            throw settings.violation(name, "a token", "null");
        }
        String content = token.content();
        boolean added = !name.equals(UNKNOWN)
                && settings.described().values().stream()
                        .anyMatch(other -> other.content().equals(content));
        if (!added && !vocabulary.containsKey(content)) {
            throw new InputException(file + ": required the token " + content + ", the '" + name
                    + "', found none among " + vocabulary.size() + "; fetch the file again");
        }
        return content;
    }

    private static Map<String, Integer> vocabulary(Map<?, ?> model) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        if (model.get(VOCABULARY) instanceof Map<?, ?> object) {
            object.forEach((token, id) -> {
                if (id instanceof Integer number) {
                    ids.put((String) token, number);
                }
            });
        } else if (model.get(VOCABULARY) instanceof List<?> list) {
            for (Object scored : list) {
                if (scored instanceof List<?> pair && !pair.isEmpty() && pair.get(0) instanceof String token) {
                    ids.put(token, ids.size());
                }
            }
        }
        return ids;
    }

    private static SortedMap<Integer, AddedToken> addedTokens(Path file, Map<String, @Nullable Object> parts) {
        SortedMap<Integer, AddedToken> added = new TreeMap<>();
        if (parts.get(ADDED) instanceof List<?> list) {
            for (Object token : list) {
                try {
                    added.put(new JsonFields(token).takeId("id"), AddedToken.read(token));
                } catch (JsonFields.NotUnderstoodException e) {
                    throw new InputException(
                            file + ": required " + ADDED + " with id and content, found one with " + e.getMessage()
                                    + "; copy or train it again",
                            e);
                }
            }
        }
        return added;
    }

    private static Map<String, @Nullable Object> withAdded(
            Map<String, @Nullable Object> parts, SortedMap<Integer, AddedToken> own, TokenizerSettings settings) {
        AddedTokenList added =
                new AddedTokenList(parts.get(MODEL) instanceof Map<?, ?> model ? vocabulary(model) : Map.of());
        added.putAll(own);
        added.addMissing(settings.described().values(), settings.named(Map.of()).values(), settings.extra());
        if (added.tokens().equals(own)) {
            return parts;
        }
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(parts);
        changed.put(ADDED, added.toJson());
        return changed;
    }

    /** The greatest number of tokens of a text that is asked for; {@link Integer#MAX_VALUE} where nothing is. */
    public int maximumLength() {
        return settings == null ? Integer.MAX_VALUE : settings.maximumLength();
    }

    /**
     * Opens it.
     *
     * @param longest greatest number of tokens of one text, special tokens included
     * @throws InputException if it is broken, or the maximum length leaves no room for text
     */
    public HuggingFaceTokenizer open(int longest) {
        return new HuggingFaceTokenizer(file, json, longest, truncatesLeft, PipelineReader.read(json));
    }

    /**
     * What to write so that it is the same here and in Transformers: a {@code tokenizer.json} with all that stood beside it,
     * and a {@code tokenizer_config.json} that does not contradict it.
     *
     * @param longest greatest number of tokens of one text; {@link Integer#MAX_VALUE} where that is not known
     * @return contents by name
     */
    public Map<String, byte[]> files(int longest) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("tokenizer_class", kind.className());
        if (settings != null) {
            config.putAll(settings.only(kind.settings()));
            config.putAll(settings.only(KEPT));
        }
        config.putAll(namedTokens());
        int length = Math.min(longest, maximumLength());
        if (length < Integer.MAX_VALUE) {
            config.put("model_max_length", length);
        }
        config.put("truncation_side", truncatesLeft ? "left" : "right");
        return Map.of(
                HuggingFaceTokenizer.FILE_NAME,
                json,
                TokenizerSettings.CONFIG,
                JsonValues.print(config, JsonValues.Layout.TOKENIZER));
    }

    /** Those the settings name; where the {@code tokenizer.json} stands for itself, also those it adds by a usual spelling. */
    private Map<String, @Nullable Object> namedTokens() {
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        if (kind == TokenizerClass.AS_IT_IS) {
            List<String> contents = new ArrayList<>();
            addedTokens(file, TokenizerSettings.object(file, json))
                    .values()
                    .forEach(token -> contents.add(token.content()));
            for (SpecialToken role : SpecialToken.values()) {
                role.spellings().stream()
                        .filter(contents::contains)
                        .findFirst()
                        .ifPresent(content -> names.put(role.settingName(), content));
            }
        }
        if (settings != null) {
            names.putAll(settings.only(TokenizerSettings.NAMED_TOKENS));
            settings.named(kind.specialTokens()).forEach((name, token) -> names.put(name, token.content()));
        }
        return names;
    }
}
