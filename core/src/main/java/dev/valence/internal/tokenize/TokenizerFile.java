package dev.valence.internal.tokenize;

import dev.valence.internal.files.WholeFile;
import dev.valence.internal.json.JsonValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a learned vocabulary as the {@code tokenizer.json} of Hugging Face tokenizers: lower-casing where it was learned
 * so, {@code Whitespace} pre-tokenization, the byte-pair model, and {@code [CLS] … [SEP]} around each text. Key for key
 * and space for space what tokenizers 0.23 writes for the same model.
 */
public final class TokenizerFile {
    private static final String TYPE = "type";
    private static final String UNKNOWN = "[UNK]";
    private static final String SEPARATOR = "[SEP]";
    private static final String CLASSIFICATION = "[CLS]";

    private TokenizerFile() {}

    /**
     * Writes a tokenizer; an existing file is replaced as a whole.
     *
     * @throws IOException if that fails
     */
    public static void write(BytePairModel model, Path path) throws IOException {
        Map<String, @Nullable Object> file = new LinkedHashMap<>();
        file.put("version", "1.0");
        file.put("truncation", null);
        file.put("padding", null);
        file.put(
                "added_tokens",
                BytePairTrainer.SPECIAL_TOKENS.stream()
                        .map(token -> addedToken(id(token), token))
                        .toList());
        file.put("normalizer", model.lowerCase() ? Map.of(TYPE, "Lowercase") : null);
        file.put("pre_tokenizer", Map.of(TYPE, "Whitespace"));
        file.put("post_processor", postProcessor());
        file.put("decoder", null);
        file.put("model", model(model));
        try (WholeFile fresh = new WholeFile(path)) {
            Files.write(fresh.draft(), JsonValues.print(file, JsonValues.Layout.TOKENIZER));
            fresh.commit();
        }
    }

    /** An entry of {@code added_tokens}. */
    private static Map<String, Object> addedToken(int id, String token) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", id);
        entry.put("content", token);
        for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
            entry.put(flag, false);
        }
        entry.put("special", true);
        return entry;
    }

    private static Map<String, Object> postProcessor() {
        Map<String, Object> processor = new LinkedHashMap<>();
        processor.put(TYPE, "BertProcessing");
        processor.put("sep", List.of(SEPARATOR, id(SEPARATOR)));
        processor.put("cls", List.of(CLASSIFICATION, id(CLASSIFICATION)));
        return processor;
    }

    private static Map<String, @Nullable Object> model(BytePairModel model) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(TYPE, "BPE");
        json.put("dropout", null);
        json.put("unk_token", UNKNOWN);
        json.put("continuing_subword_prefix", BytePairTrainer.CONTINUATION);
        json.put("end_of_word_suffix", null);
        for (String flag : List.of("fuse_unk", "byte_fallback", "ignore_merges")) {
            json.put(flag, false);
        }
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        model.tokens().forEach(token -> vocabulary.put(token, vocabulary.size()));
        json.put("vocab", vocabulary);
        json.put(
                "merges",
                model.merges().stream()
                        .map(merge -> List.of(merge.left(), merge.right()))
                        .toList());
        return json;
    }

    private static int id(String specialToken) {
        return BytePairTrainer.SPECIAL_TOKENS.indexOf(specialToken);
    }
}
