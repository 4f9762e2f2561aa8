package dev.valence.internal.tokenize;

import static dev.valence.internal.json.JsonFields.require;

import dev.valence.internal.json.JsonFields;
import dev.valence.internal.json.JsonValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Tells which {@code tokenizer.json} files run in Java. Strict: a key that is not known, a value that is not one of those
 * understood, even a key that stands twice, and the file is left to the library, which also finds what is wrong with it.
 */
public final class PipelineReader {
    public static final JsonFactory JSON = Vocabulary.JSON
            .rebuild()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Most tokens around a text; a template may name a token of many ids many times. */
    private static final int MOST_AROUND = 1_000;

    private PipelineReader() {}

    /** The pipeline that a file describes, or null if it is left to the library. */
    static @Nullable Pipeline read(byte[] json) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return parser.nextToken() == null ? null : pipeline(new JsonFields(JsonValues.read(parser)));
        } catch (JacksonException | JsonFields.NotUnderstoodException e) {
            return null;
        }
    }

    private static Pipeline pipeline(JsonFields file) {
        file.expect("version", "1.0");
        file.ignore("truncation"); // always as the caller wants it
        file.ignore("padding");
        file.ignore("decoder"); // turns ids into text
        TextNormalization normalization = normalization(file.take("normalizer"));
        PreTokenizer preTokenizer = preTokenizer(new JsonFields(file.take("pre_tokenizer")));
        JsonFields model = new JsonFields(file.take("model"));
        Map<String, Integer> vocabulary = vocabulary(new JsonFields(model.take("vocab")));
        AddedTokens addedTokens = new AddedTokens(addedTokens(file.takeList("added_tokens"), vocabulary));
        List<Object> around = aroundText(file.take("post_processor"));
        file.expectNoMore();
        int text = around.indexOf("A");
        return new Pipeline(
                normalization,
                preTokenizer,
                model(model, vocabulary),
                addedTokens,
                ids(around.subList(0, text)),
                ids(around.subList(text + 1, around.size())));
    }

    private static TextNormalization normalization(@Nullable Object value) {
        if (value == null) {
            return TextNormalization.NONE;
        }
        JsonFields normalizer = new JsonFields(value);
        String type = normalizer.takeString("type");
        if (type.equals("Lowercase")) {
            normalizer.expectNoMore();
            return TextNormalization.LOWER_CASE;
        }
        require(type.equals("BertNormalizer"), type);
        boolean lowerCase = normalizer.takeBoolean("lowercase");
        Object stripAccents = normalizer.take("strip_accents");
        require(stripAccents == null || stripAccents instanceof Boolean, "strip_accents");
        TextNormalization normalization = new TextNormalization(
                normalizer.takeBoolean("clean_text"),
                normalizer.takeBoolean("handle_chinese_chars"),
                stripAccents == null ? lowerCase : (boolean) stripAccents,
                lowerCase);
        normalizer.expectNoMore();
        return normalization;
    }

    private static PreTokenizer preTokenizer(JsonFields preTokenizer) {
        String type = preTokenizer.takeString("type");
        preTokenizer.expectNoMore();
        require(type.equals("Whitespace") || type.equals("BertPreTokenizer"), type);
        return type.equals("Whitespace") ? PreTokenizer.WHITESPACE : PreTokenizer.BERT;
    }

    private static Map<String, Integer> vocabulary(JsonFields tokens) {
        Map<String, Integer> vocabulary = new HashMap<>();
        for (String token : tokens.names()) {
            require(isWellFormed(token), "half a surrogate pair");
            vocabulary.put(token, tokens.takeId(token));
        }
        return vocabulary;
    }

    /** Only those that match exactly as they are spelled, in the text as it is given. */
    private static Map<String, Integer> addedTokens(List<?> list, Map<String, Integer> vocabulary) {
        Map<String, Integer> added = new LinkedHashMap<>();
        for (Object value : list) {
            JsonFields token = new JsonFields(value);
            String content = token.takeString("content");
            // A '?' could be half a surrogate pair in the text, which the library is given as '?'.
            require(!content.isEmpty() && !content.contains("?"), content);
            int id = token.takeId("id");
            require(Objects.equals(id, vocabulary.get(content)), content);
            token.takeBoolean("special"); // matters for decoding only
            for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
                token.expect(flag, false);
            }
            token.expectNoMore();
            added.put(content, id);
        }
        return added;
    }

    private static WordEncoder model(JsonFields model, Map<String, Integer> vocabulary) {
        String type = model.takeString("type");
        int unknown = JsonFields.id(vocabulary.get(model.takeString("unk_token")));
        if (type.equals("WordPiece")) {
            String prefix = model.takeString("continuing_subword_prefix");
            int longestWord = model.takeId("max_input_chars_per_word");
            model.expectNoMore();
            return new WordPieceEncoder(vocabulary, prefix, unknown, longestWord);
        }
        require(type.equals("BPE"), type);
        Object prefix = model.has("continuing_subword_prefix") ? model.take("continuing_subword_prefix") : null;
        String continuation = prefix == null ? "" : JsonFields.string(prefix);
        model.expectIfThere("dropout", null);
        model.expectIfThere("end_of_word_suffix", null);
        for (String flag : List.of("fuse_unk", "byte_fallback", "ignore_merges")) {
            model.expectIfThere(flag, false);
        }
        List<BytePairModel.Merge> merges = merges(model.takeList("merges"), continuation, vocabulary);
        model.expectNoMore();
        return new BytePairEncoder(vocabulary, continuation, unknown, merges);
    }

    /** As pairs of strings or, before version 0.20 of the library, as strings of two tokens with a blank between. */
    private static List<BytePairModel.Merge> merges(
            List<?> list, String continuation, Map<String, Integer> vocabulary) {
        boolean older = list.stream().anyMatch(String.class::isInstance);
        List<BytePairModel.Merge> merges = new ArrayList<>();
        for (Object value : list) {
            List<?> pair = older ? List.of(JsonFields.string(value).split(" ", -1)) : JsonFields.list(value);
            require(pair.size() == 2, "a merge");
            String left = JsonFields.string(pair.get(0));
            String right = JsonFields.string(pair.get(1));
            require(!left.startsWith("#version") && right.startsWith(continuation), "a merge");
            String joined = left + right.substring(continuation.length());
            require(vocabulary.keySet().containsAll(List.of(left, right, joined)), "a merge");
            merges.add(new BytePairModel.Merge(left, right));
        }
        return merges;
    }

    /** Ids before and after each text, which stands among them as "A". */
    private static List<Object> aroundText(@Nullable Object value) {
        if (value == null) {
            return List.of("A");
        }
        JsonFields processor = new JsonFields(value);
        String type = processor.takeString("type");
        if (type.equals("BertProcessing")) {
            int separator = idOfPair(processor.takeList("sep"));
            int classification = idOfPair(processor.takeList("cls"));
            processor.expectNoMore();
            return List.of(classification, "A", separator);
        }
        require(type.equals("TemplateProcessing"), type);
        Map<String, List<Integer>> special = specialTokens(new JsonFields(processor.take("special_tokens")));
        List<Object> single = template(processor.takeList("single"), special);
        List<Object> pair = template(processor.takeList("pair"), special);
        processor.expectNoMore();
        require(single.indexOf("A") >= 0 && single.indexOf("A") == single.lastIndexOf("A"), "single");
        require(!single.contains("B") && pair.containsAll(Set.of("A", "B")), "pair");
        return single;
    }

    private static int idOfPair(List<?> pair) {
        require(pair.size() == 2 && pair.get(0) instanceof String, "a token and its id");
        return JsonFields.id(pair.get(1));
    }

    /** Ids by the names that templates use. */
    public static Map<String, List<Integer>> specialTokens(JsonFields tokens) {
        Map<String, List<Integer>> ids = new HashMap<>();
        for (String name : tokens.names()) {
            JsonFields token = new JsonFields(tokens.take(name));
            token.expect("id", name);
            List<Integer> ofToken =
                    token.takeList("ids").stream().map(JsonFields::id).toList();
            List<?> spelled = token.takeList("tokens");
            require(spelled.size() == ofToken.size() && spelled.stream().allMatch(String.class::isInstance), name);
            token.expectNoMore();
            ids.put(name, ofToken);
        }
        return ids;
    }

    /** What a template makes: ids, and "A" and "B" where texts stand. */
    public static List<Object> template(List<?> pieces, Map<String, List<Integer>> special) {
        List<Object> template = new ArrayList<>();
        for (Object value : pieces) {
            JsonFields piece = new JsonFields(value);
            boolean isText = piece.has("Sequence");
            JsonFields fields = new JsonFields(piece.take(isText ? "Sequence" : "SpecialToken"));
            String name = fields.takeString("id");
            fields.takeId("type_id");
            fields.expectNoMore();
            piece.expectNoMore();
            require(isText ? Set.of("A", "B").contains(name) : special.containsKey(name), name);
            List<?> made = isText ? List.of(name) : special.getOrDefault(name, List.of());
            require(template.size() + made.size() <= MOST_AROUND, "a template of more than " + MOST_AROUND + " tokens");
            template.addAll(made);
        }
        return template;
    }

    private static int[] ids(List<Object> ids) {
        return ids.stream().mapToInt(id -> (int) id).toArray();
    }

    public static boolean isWellFormed(String token) {
        return token.codePoints()
                .noneMatch(codePoint -> codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }
}
