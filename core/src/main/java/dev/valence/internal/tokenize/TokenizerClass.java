package dev.valence.internal.tokenize;

import dev.valence.internal.Resource;
import dev.valence.internal.json.JsonValues;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer classes of Transformers 5, and how each builds a tokenizer from the files of a directory. All but {@code PreTrainedTokenizerFast} take
 * vocabulary, merges and added tokens from a {@code tokenizer.json}, and all else from the settings beside it: a resource has
 * the parts of the file, with the names of settings and tokens where their values go.
 */
enum TokenizerClass {
    /** WordPiece as BERT has it, from a {@code tokenizer.json} or a {@code vocab.txt}. */
    BERT(
            "WordPiece",
            "BertTokenizer DistilBertTokenizer ElectraTokenizer LayoutLMTokenizer LxmertTokenizer MobileBertTokenizer"
                    + " SqueezeBertTokenizer",
            "bert-tokenizer.json",
            "do_lower_case=true strip_accents=null tokenize_chinese_chars=true",
            "unk_token=[UNK] sep_token=[SEP] pad_token=[PAD] cls_token=[CLS] mask_token=[MASK]"),

    /** Byte pairs of bytes as RoBERTa has them. */
    ROBERTA(
            "BPE",
            "RobertaTokenizer BartTokenizer LEDTokenizer LongformerTokenizer MvpTokenizer",
            "roberta-tokenizer.json",
            "add_prefix_space=false trim_offsets=true",
            "bos_token=<s> eos_token=</s> unk_token=<unk> sep_token=</s> pad_token=<pad> cls_token=<s>"
                    + " mask_token=<mask>"),

    /** SentencePiece's unigrams as XLM-RoBERTa has them; their map of characters stays the file's. */
    XLM_ROBERTA(
            "Unigram",
            "XLMRobertaTokenizer",
            "xlm-roberta-tokenizer.json",
            "add_prefix_space=true",
            "bos_token=<s> eos_token=</s> unk_token=<unk> sep_token=</s> pad_token=<pad> cls_token=<s>"
                    + " mask_token=<mask>"),

    /** What the {@code tokenizer.json} says. */
    AS_IT_IS("", "PreTrainedTokenizerFast PreTrainedTokenizer PythonBackend TokenizersBackend", "", "", "");

    private static final Pattern PLACE = Pattern.compile("\\$(\\w+)");

    private final String model;
    private final String names; // with blanks between; the first is written
    private final String parts; // name of a resource
    private final String settingDefaults; // the settings that apply, each with its default
    private final String specialTokens;

    TokenizerClass(String model, String names, String parts, String settingDefaults, String specialTokens) {
        this.model = model;
        this.names = names;
        this.parts = parts;
        this.settingDefaults = settingDefaults;
        this.specialTokens = specialTokens;
    }

    private List<String> names() {
        return List.of(names.split(" "));
    }

    private static Map<String, String> pairs(String text) {
        return Arrays.stream(text.split(" "))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (one, other) -> one, LinkedHashMap::new));
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
        return this == XLM_ROBERTA ? "bos_token" : "cls_token";
    }

    /** Name of the special token behind each text. */
    String last() {
        return this == XLM_ROBERTA ? "eos_token" : "sep_token";
    }

    /** Spellings of the special tokens that settings do not name, by their names. */
    Map<String, String> specialTokens() {
        return pairs(specialTokens);
    }

    /** The names of the settings that apply to this class. */
    List<String> settings() {
        return List.copyOf(pairs(settingDefaults).keySet());
    }

    /**
     * The parts of a {@code tokenizer.json} but added tokens, vocabulary and merges.
     *
     * @param unknown spelling of the unknown token
     */
    Map<String, @Nullable Object> parts(TokenizerSettings settings, Around around, String unknown) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        pairs(settingDefaults).forEach((key, usual) -> {
            if (usual.equals("null")) {
                values.put(key, settings.boolOrNull(key));
            } else {
                values.put(key, settings.bool(key, usual.equals("true")));
            }
        });
        values.put("prepend_scheme", Boolean.TRUE.equals(values.get("add_prefix_space")) ? "always" : "never");
        values.put("first", around.first());
        values.put("first_id", around.firstId());
        values.put("last", around.last());
        values.put("last_id", around.lastId());
        values.put("unknown", unknown);
        Map<String, Object> tokens = new LinkedHashMap<>();
        tokens.put(around.first(), inTemplate(around.first(), around.firstId()));
        tokens.put(around.last(), inTemplate(around.last(), around.lastId()));
        values.put("special_tokens", tokens);
        String filled = PLACE.matcher(Resource.text(TokenizerClass.class, parts))
                .replaceAll(place -> Matcher.quoteReplacement(JsonValues.line(values.get(place.group(1)))));
        return JsonValues.parse(filled);
    }

    private static Map<String, Object> inTemplate(String token, int id) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", token);
        entry.put("ids", List.of(id));
        entry.put("tokens", List.of(token));
        return entry;
    }
}
