package dev.valence.internal.tokenize;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How classes of Transformers 5 make a tokenizer of the files in a directory. All but {@code PreTrainedTokenizerFast} take
 * vocabulary, merges and added tokens from a {@code tokenizer.json}, and all else from the settings beside it.
 */
enum TokenizerClass {
    /** WordPiece as BERT has it, from a {@code tokenizer.json} or a {@code vocab.txt}. */
    BERT(
            "WordPiece",
            "BertTokenizer DistilBertTokenizer ElectraTokenizer LayoutLMTokenizer LxmertTokenizer MobileBertTokenizer"
                    + " SqueezeBertTokenizer") {
        @Override
        Map<String, String> specialTokens() {
            return Map.of(
                    "unk_token", "[UNK]",
                    "sep_token", "[SEP]",
                    "pad_token", "[PAD]",
                    "cls_token", "[CLS]",
                    "mask_token", "[MASK]");
        }

        @Override
        String parts(TokenizerSettings settings, Around around, String unknown) {
            String first = piece("SpecialToken", around.first(), 0);
            String last = piece("SpecialToken", around.last(), 0);
            return """
                    {
                      "normalizer": {
                        "type": "BertNormalizer",
                        "clean_text": true,
                        "handle_chinese_chars": %s,
                        "strip_accents": %s,
                        "lowercase": %s
                      },
                      "pre_tokenizer": {"type": "BertPreTokenizer"},
                      "post_processor": {
                        "type": "TemplateProcessing",
                        "single": [%s],
                        "pair": [%s],
                        "special_tokens": {%s}
                      },
                      "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
                      "model": {
                        "type": "WordPiece",
                        "unk_token": %s,
                        "continuing_subword_prefix": "##",
                        "max_input_chars_per_word": 100
                      }
                    }
                    """.formatted(
                            settings.bool(IDEOGRAPHS, true),
                            settings.boolOrNull(STRIP_ACCENTS),
                            settings.bool(LOWER_CASE, true),
                            String.join(",", first, piece("Sequence", "A", 0), last),
                            String.join(
                                    ",",
                                    first,
                                    piece("Sequence", "A", 0),
                                    last,
                                    piece("Sequence", "B", 1),
                                    piece("SpecialToken", around.last(), 1)),
                            tokensOfTemplate(around),
                            JsonValues.print(unknown));
        }

        @Override
        List<String> settings() {
            return List.of(LOWER_CASE, STRIP_ACCENTS, IDEOGRAPHS);
        }
    },

    /** Byte pairs of bytes as RoBERTa has them. */
    ROBERTA("BPE", "RobertaTokenizer BartTokenizer LEDTokenizer LongformerTokenizer MvpTokenizer") {
        @Override
        Map<String, String> specialTokens() {
            return Map.of(
                    "bos_token", "<s>",
                    "eos_token", "</s>",
                    "unk_token", "<unk>",
                    "sep_token", "</s>",
                    "pad_token", "<pad>",
                    "cls_token", "<s>",
                    "mask_token", "<mask>");
        }

        @Override
        String parts(TokenizerSettings settings, Around around, String unknown) {
            boolean space = settings.bool(PREFIX_SPACE, false);
            boolean trim = settings.bool(TRIM, true);
            return """
                    {
                      "normalizer": null,
                      "pre_tokenizer": {
                        "type": "ByteLevel",
                        "add_prefix_space": %s,
                        "trim_offsets": true,
                        "use_regex": true
                      },
                      "post_processor": {
                        "type": "RobertaProcessing",
                        "sep": [%s, %d],
                        "cls": [%s, %d],
                        "trim_offsets": %s,
                        "add_prefix_space": %s
                      },
                      "decoder": {
                        "type": "ByteLevel",
                        "add_prefix_space": true,
                        "trim_offsets": true,
                        "use_regex": true
                      },
                      "model": {
                        "type": "BPE",
                        "dropout": null,
                        "unk_token": null,
                        "continuing_subword_prefix": "",
                        "end_of_word_suffix": "",
                        "fuse_unk": false,
                        "byte_fallback": false,
                        "ignore_merges": false
                      }
                    }
                    """.formatted(
                            space,
                            JsonValues.print(around.last()),
                            around.lastId(),
                            JsonValues.print(around.first()),
                            around.firstId(),
                            trim,
                            space);
        }

        @Override
        List<String> settings() {
            return List.of(PREFIX_SPACE, TRIM);
        }
    },

    /** SentencePiece's unigrams as XLM-RoBERTa has them; their map of characters stays the file's. */
    XLM_ROBERTA("Unigram", "XLMRobertaTokenizer") {
        @Override
        Map<String, String> specialTokens() {
            return ROBERTA.specialTokens();
        }

        @Override
        String first() {
            return "bos_token";
        }

        @Override
        String last() {
            return "eos_token";
        }

        @Override
        String parts(TokenizerSettings settings, Around around, String unknown) {
            String first = piece("SpecialToken", around.first(), 0);
            String last = piece("SpecialToken", around.last(), 0);
            String text = piece("Sequence", "A", 0);
            String scheme = JsonValues.print(settings.bool(PREFIX_SPACE, true) ? "always" : "never");
            return """
                    {
                      "normalizer": null,
                      "pre_tokenizer": {
                        "type": "Sequence",
                        "pretokenizers": [
                          {"type": "WhitespaceSplit"},
                          {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": %s, "split": true}
                        ]
                      },
                      "post_processor": {
                        "type": "TemplateProcessing",
                        "single": [%s],
                        "pair": [%s],
                        "special_tokens": {%s}
                      },
                      "decoder": {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": %s, "split": true},
                      "model": {"type": "Unigram", "unk_id": 3, "byte_fallback": false}
                    }
                    """.formatted(
                            scheme,
                            String.join(",", first, text, last),
                            String.join(",", first, text, last, last, piece("Sequence", "B", 0), last),
                            tokensOfTemplate(around),
                            scheme);
        }

        @Override
        List<String> settings() {
            return List.of(PREFIX_SPACE);
        }
    },

    /** What the {@code tokenizer.json} says. */
    AS_IT_IS("", "PreTrainedTokenizerFast PreTrainedTokenizer PythonBackend TokenizersBackend") {
        @Override
        Map<String, String> specialTokens() {
            return Map.of();
        }

        @Override
        String parts(TokenizerSettings settings, Around around, String unknown) {
            throw new IllegalStateException("a tokenizer.json has all its parts");
        }

        @Override
        List<String> settings() {
            return List.of();
        }
    };

    private static final String LOWER_CASE = "do_lower_case";
    private static final String STRIP_ACCENTS = "strip_accents";
    private static final String IDEOGRAPHS = "tokenize_chinese_chars";
    private static final String PREFIX_SPACE = "add_prefix_space";
    private static final String TRIM = "trim_offsets";

    private final String model;
    private final String names; // with blanks between; the first is written

    TokenizerClass(String model, String names) {
        this.model = model;
        this.names = names;
    }

    /** The special tokens before and behind each text, and their ids. */
    record Around(String first, int firstId, String last, int lastId) {}

    /**
     * The class for a tokenizer.
     *
     * @throws dev.valence.InputException if it is one that is not known here
     */
    static TokenizerClass of(TokenizerSettings settings) {
        String name = settings.className();
        if (name == null) {
            String type = settings.modelType();
            return type == null
                    ? AS_IT_IS
                    : switch (type) {
                        case "bert", "distilbert" -> BERT;
                        case "roberta" -> ROBERTA;
                        default -> AS_IT_IS;
                    };
        }
        return Arrays.stream(values())
                .filter(each -> each.names().contains(name.replaceFirst("Fast$", ""))
                        || each.names().contains(name))
                .findFirst()
                .orElseThrow(() -> settings.unknownClass(known(), name));
    }

    private static String known() {
        return Arrays.stream(values())
                .flatMap(each -> each.names().stream())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private List<String> names() {
        return List.of(names.split(" "));
    }

    /** The name it is written by. */
    String className() {
        return names().get(0);
    }

    /** The {@code type} of the model that it takes vocabularies for. */
    String model() {
        return model;
    }

    /** Name of the special token before each text. */
    String first() {
        return "cls_token";
    }

    /** Name of the special token behind each text. */
    String last() {
        return "sep_token";
    }

    /** Spellings of the special tokens that settings do not name, by their names. */
    abstract Map<String, String> specialTokens();

    /**
     * The parts of a {@code tokenizer.json} but added tokens, vocabulary and merges, as JSON.
     *
     * @param unknown spelling of the unknown token
     */
    abstract String parts(TokenizerSettings settings, Around around, String unknown);

    /** The settings that {@link #parts} heeds. */
    abstract List<String> settings();

    private static String piece(String kind, String id, int segment) {
        return """
                {"%s": {"id": %s, "type_id": %d}}""".formatted(kind, JsonValues.print(id), segment);
    }

    private static String tokensOfTemplate(Around around) {
        return Stream.of(ofTemplate(around.first(), around.firstId()), ofTemplate(around.last(), around.lastId()))
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static String ofTemplate(String token, int id) {
        String quoted = JsonValues.print(token);
        return """
                %s: {"id": %s, "ids": [%d], "tokens": [%s]}""".formatted(quoted, quoted, id, quoted);
    }
}
