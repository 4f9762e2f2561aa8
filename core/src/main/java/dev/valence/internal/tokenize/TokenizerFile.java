package dev.valence.internal.tokenize;

import dev.valence.internal.files.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * Writes a learned vocabulary as the {@code tokenizer.json} of Hugging Face tokenizers: lower-casing where it was learned
 * so, {@code Whitespace} pre-tokenization, the byte-pair model, and {@code [CLS] … [SEP]} around each text. Key for key
 * and space for space what tokenizers 0.23 writes for the same model.
 */
public final class TokenizerFile {
    private static final String UNKNOWN = "[UNK]";
    private static final String SEPARATOR = "[SEP]";
    private static final String CLASSIFICATION = "[CLS]";

    /** Lays a file out as Hugging Face's library does. */
    static final ObjectWriteContext INDENTED = new ObjectWriteContext.Base() {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            Separators separators = Separators.createDefaultInstance()
                    .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                    .withArrayEmptySeparator("");
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            return new DefaultPrettyPrinter(separators)
                    .withObjectIndenter(indenter)
                    .withArrayIndenter(indenter);
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    };

    private TokenizerFile() {}

    /**
     * Writes a tokenizer; an existing file is replaced as a whole.
     *
     * @throws IOException if that fails
     */
    public static void write(BytePairModel model, Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(INDENTED, bytes)) {
            json.writeStartObject();
            json.writeStringProperty("version", "1.0");
            json.writeNullProperty("truncation");
            json.writeNullProperty("padding");
            writeSpecialTokens(json);
            writeNormalizer(json, model.lowerCase());
            json.writeObjectPropertyStart("pre_tokenizer");
            json.writeStringProperty("type", "Whitespace");
            json.writeEndObject();
            writePostProcessor(json);
            json.writeNullProperty("decoder");
            writeModel(json, model);
            json.writeEndObject();
        }
        try (WholeFile fresh = new WholeFile(file)) {
            Files.write(fresh.draft(), bytes.toByteArray());
            fresh.commit();
        }
    }

    private static void writeSpecialTokens(JsonGenerator json) {
        json.writeArrayPropertyStart("added_tokens");
        for (String token : BytePairTrainer.SPECIAL_TOKENS) {
            writeSpecialToken(json, id(token), token);
        }
        json.writeEndArray();
    }

    /** Writes an entry of {@code added_tokens}. */
    static void writeSpecialToken(JsonGenerator json, int id, String token) {
        json.writeStartObject();
        json.writeNumberProperty("id", id);
        json.writeStringProperty("content", token);
        for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
            json.writeBooleanProperty(flag, false);
        }
        json.writeBooleanProperty("special", true);
        json.writeEndObject();
    }

    private static void writeNormalizer(JsonGenerator json, boolean lowerCase) {
        if (lowerCase) {
            json.writeObjectPropertyStart("normalizer");
            json.writeStringProperty("type", "Lowercase");
            json.writeEndObject();
        } else {
            json.writeNullProperty("normalizer");
        }
    }

    private static void writePostProcessor(JsonGenerator json) {
        json.writeObjectPropertyStart("post_processor");
        json.writeStringProperty("type", "BertProcessing");
        writeTokenAndId(json, "sep", SEPARATOR);
        writeTokenAndId(json, "cls", CLASSIFICATION);
        json.writeEndObject();
    }

    private static void writeTokenAndId(JsonGenerator json, String name, String token) {
        json.writeArrayPropertyStart(name);
        json.writeString(token);
        json.writeNumber(id(token));
        json.writeEndArray();
    }

    private static void writeModel(JsonGenerator json, BytePairModel model) {
        json.writeObjectPropertyStart("model");
        json.writeStringProperty("type", "BPE");
        json.writeNullProperty("dropout");
        json.writeStringProperty("unk_token", UNKNOWN);
        json.writeStringProperty("continuing_subword_prefix", BytePairTrainer.CONTINUATION);
        json.writeNullProperty("end_of_word_suffix");
        for (String flag : List.of("fuse_unk", "byte_fallback", "ignore_merges")) {
            json.writeBooleanProperty(flag, false);
        }
        json.writeObjectPropertyStart("vocab");
        List<String> tokens = model.tokens();
        for (int id = 0; id < tokens.size(); id++) {
            json.writeNumberProperty(tokens.get(id), id);
        }
        json.writeEndObject();
        json.writeArrayPropertyStart("merges");
        for (BytePairModel.Merge merge : model.merges()) {
            json.writeStartArray();
            json.writeString(merge.left());
            json.writeString(merge.right());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static int id(String specialToken) {
        return BytePairTrainer.SPECIAL_TOKENS.indexOf(specialToken);
    }
}
