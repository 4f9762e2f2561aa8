package dev.valence.internal.tokenize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code tokenizer.json} files of the kinds that run in Java, learned from the small corpus. */
final class PipelineFiles {
    static final String WHITESPACE = "{\"type\": \"Whitespace\"}";
    static final String BERT = "{\"type\": \"BertPreTokenizer\"}";
    static final String LOWER_CASE = "{\"type\": \"Lowercase\"}";
    static final String BERT_PROCESSING = """
            {"type": "BertProcessing", "sep": ["[SEP]", 2], "cls": ["[CLS]", 1]}""";
    static final String TEMPLATE = """
            {"type": "TemplateProcessing",
             "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                        {"SpecialToken": {"id": "[SEP]", "type_id": 0}}, {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
             "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
             "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]},
                                "[SEP]": {"id": "[SEP]", "ids": [2], "tokens": ["[SEP]"]}}}""";

    private static final int VOCABULARY_SIZE = 397;
    // Letters of many kinds, and what the normalizers make of them: accents, sharp s, dotted I, final sigma, Hangul
    // syllables and their parts, ideographs and compatibility ideographs, vowel signs, surrogate pairs.
    private static final String MORE_CHARACTERS = "éeüßñıİi\u0307ςσяйи\u05D0\u05D1\u0627\u0628\u0905\u093E\u09C7\u09BE"
            + "\uD55C\u1112\u1161\u11AB가\u1100中\u8C48\uF900\uD844\uDC18ｆ～²Ⅷ\uD83D\uDE42\uD835\uDD18\uD801\uDC28_-.,!?#[]\u2019\u2014";

    private PipelineFiles() {}

    /** JSON by a name that tells the kinds apart. */
    static Map<String, String> all() {
        BytePairModel lower = learn(true);
        BytePairModel cased = learn(false);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("byte pair, lower case", file(LOWER_CASE, WHITESPACE, BERT_PROCESSING, bytePair(lower)));
        files.put("byte pair, cased", file("null", WHITESPACE, TEMPLATE, bytePair(cased)));
        files.put("byte pair without prefix", file(LOWER_CASE, WHITESPACE, "null", bytePairWithoutPrefix(lower)));
        files.put("byte pair, BERT", file(bert(true, true, "null", true), BERT, TEMPLATE, bytePair(lower)));
        files.put("WordPiece, lower case", file(LOWER_CASE, WHITESPACE, TEMPLATE, wordPiece(lower, 100)));
        files.put("WordPiece, short words", file(bert(true, true, "null", true), BERT, "null", wordPiece(lower, 7)));
        for (String strip : List.of("null", "true", "false")) {
            for (boolean lowerCase : List.of(true, false)) {
                for (boolean ideographs : List.of(true, false)) {
                    String name =
                            "BERT, strip accents " + strip + ", lower case " + lowerCase + ", ideographs " + ideographs;
                    String processing = ideographs ? TEMPLATE : BERT_PROCESSING;
                    files.put(
                            name,
                            file(
                                    bert(true, ideographs, strip, lowerCase),
                                    BERT,
                                    processing,
                                    wordPiece(lowerCase ? lower : cased, 100)));
                }
            }
        }
        files.put("BERT, no cleaning", file(bert(false, true, "null", true), BERT, TEMPLATE, wordPiece(lower, 100)));
        return files;
    }

    static String bert(boolean clean, boolean ideographs, String stripAccents, boolean lowerCase) {
        return """
                {"type": "BertNormalizer", "clean_text": %s, "handle_chinese_chars": %s, "strip_accents": %s, "lowercase": %s}""".formatted(clean, ideographs, stripAccents, lowerCase);
    }

    static String file(String normalizer, String preTokenizer, String postProcessor, String model) {
        String added = Stream.iterate(0, id -> id + 1)
                .limit(BytePairTrainer.SPECIAL_TOKENS.size())
                .map(id -> """
                        {"id": %d, "content": "%s", "single_word": false, "lstrip": false, "rstrip": false,
                         "normalized": false, "special": true}""".formatted(id, BytePairTrainer.SPECIAL_TOKENS.get(id)))
                .collect(Collectors.joining(",\n"));
        return """
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [%s], "normalizer": %s,
                 "pre_tokenizer": %s, "post_processor": %s, "decoder": null, "model": %s}""".formatted(added, normalizer, preTokenizer, postProcessor, model);
    }

    /** A byte-pair model without merges: every character is a token, another where it continues a word. */
    static String characters(Set<String> characters) {
        Set<String> tokens = new LinkedHashSet<>(BytePairTrainer.SPECIAL_TOKENS);
        tokens.addAll(characters);
        characters.forEach(character -> tokens.add("##" + character));
        return """
                {"type": "BPE", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "vocab": %s, "merges": []}""".formatted(vocabulary(tokens));
    }

    static BytePairModel learn(boolean lowerCase) {
        WordCounts words = new WordCounts(lowerCase);
        try {
            Files.readAllLines(TokenizerContract.resource("corpus.txt")).forEach(words::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Pairs of one letter overlap in long runs of it, so it matters where merging begins.
        words.add("ll lll lllll ee eee eeeee nn nnn told nnnnn told ee ll nn");
        return BytePairTrainer.train(words, BytePairOptions.ofSize(VOCABULARY_SIZE));
    }

    static String bytePair(BytePairModel model) {
        String merges = model.merges().stream()
                .map(merge -> "[" + quoted(merge.left()) + ", " + quoted(merge.right()) + "]")
                .collect(Collectors.joining(","));
        return """
                {"type": "BPE", "dropout": null, "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                 "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false, "ignore_merges": false,
                 "vocab": %s, "merges": [%s]}""".formatted(vocabulary(withMoreCharacters(model.tokens())), merges);
    }

    /** The same merges between tokens that do not tell beginning from continuation, in the form of older files. */
    private static String bytePairWithoutPrefix(BytePairModel model) {
        Set<String> tokens = withMoreCharacters(model.tokens()).stream()
                .map(PipelineFiles::withoutPrefix)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        String merges = model.merges().stream()
                .map(merge -> withoutPrefix(merge.left()) + " " + withoutPrefix(merge.right()))
                .distinct()
                .map(PipelineFiles::quoted)
                .collect(Collectors.joining(","));
        return """
                {"type": "BPE", "dropout": null, "unk_token": "[UNK]", "continuing_subword_prefix": null,
                 "end_of_word_suffix": null, "fuse_unk": false, "vocab": %s, "merges": [%s]}""".formatted(vocabulary(tokens), merges);
    }

    static String wordPiece(BytePairModel model, int longestWord) {
        return """
                {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                 "max_input_chars_per_word": %d, "vocab": %s}""".formatted(longestWord, vocabulary(withMoreCharacters(model.tokens())));
    }

    private static String withoutPrefix(String token) {
        return token.startsWith("##") && token.length() > 2 ? token.substring(2) : token;
    }

    private static Set<String> withMoreCharacters(List<String> tokens) {
        Set<String> more = new LinkedHashSet<>(tokens);
        List<String> characters = new ArrayList<>();
        MORE_CHARACTERS.codePoints().mapToObj(Character::toString).forEach(characters::add);
        more.addAll(characters);
        characters.forEach(character -> more.add("##" + character));
        return more;
    }

    private static String vocabulary(Set<String> tokens) {
        StringBuilder json = new StringBuilder("{");
        int id = 0;
        for (String token : tokens) {
            json.append(id == 0 ? "" : ",").append(quoted(token)).append(':').append(id++);
        }
        return json.append('}').toString();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ') {
                json.append("\\u%04x".formatted((int) character));
            } else {
                json.append(character == '"' || character == '\\' ? "\\" : "").append(character);
            }
        }
        return json.append('"').toString();
    }
}
