package dev.valence.tokenize;

import dev.valence.InputException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/**
 * The {@code vocab.txt} that BERT was published with, a token a line, the first with id 0; turned into the
 * {@code tokenizer.json} that Hugging Face's BertConverter makes of it, key for key.
 */
public final class WordPieceVocabulary {
    /** Name of the file in a model directory. */
    public static final String FILE_NAME = "vocab.txt";

    private static final String UNKNOWN = "[UNK]";
    private static final String SEPARATOR = "[SEP]";
    private static final String CLASSIFICATION = "[CLS]";
    private static final List<String> SPECIAL_TOKENS = List.of("[PAD]", UNKNOWN, CLASSIFICATION, SEPARATOR, "[MASK]");
    private static final int LONGEST_WORD = 100;
    private static final long MOST_BYTES = 64_000_000;

    private final Map<String, Integer> ids;

    private WordPieceVocabulary(Map<String, Integer> ids) {
        this.ids = ids;
    }

    /**
     * Reads a vocabulary. Where a token stands twice the later line counts, as it does for Hugging Face.
     *
     * @throws InputException if the file cannot be read, is no text in UTF-8, or lacks one of the five special tokens
     */
    public static WordPieceVocabulary read(Path file) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw violation(file, "at most " + MOST_BYTES + " bytes", Files.size(file) + " bytes");
            }
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                int id = 0;
                for (String token = lines.readLine(); token != null; token = lines.readLine()) {
                    ids.put(token, id++);
                }
            }
        } catch (NoSuchFileException e) {
            throw violation(file, "a vocabulary", "no such file");
        } catch (CharacterCodingException e) {
            throw violation(file, "text in UTF-8", "bytes that are none");
        } catch (IOException e) {
            throw violation(file, "a readable file", e.toString());
        }
        for (String token : SPECIAL_TOKENS) {
            if (!ids.containsKey(token)) {
                throw violation(file, "the token " + token, "none among " + ids.size());
            }
        }
        return new WordPieceVocabulary(ids);
    }

    private static InputException violation(Path file, String required, String found) {
        return new InputException(file + ": required " + required + ", found " + found
                + "; fetch the file again, or use a model with a tokenizer.json");
    }

    /** Number of tokens. */
    public int size() {
        return ids.size();
    }

    /**
     * Writes the tokenizer; an existing file is replaced.
     *
     * @param lowerCase whether texts are lower-cased and stripped of accents, as for models called uncased
     * @throws IOException if that fails
     */
    public void writeTokenizer(Path file, boolean lowerCase) throws IOException {
        Files.write(file, tokenizer(lowerCase));
    }

    /** The content of that file. */
    public byte[] tokenizer(boolean lowerCase) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(TokenizerFile.INDENTED, bytes)) {
            json.writeStartObject();
            json.writeStringProperty("version", "1.0");
            json.writeNullProperty("truncation");
            json.writeNullProperty("padding");
            writeSpecialTokens(json);
            writeNormalizer(json, lowerCase);
            json.writeObjectPropertyStart("pre_tokenizer");
            json.writeStringProperty("type", "BertPreTokenizer");
            json.writeEndObject();
            writePostProcessor(json);
            json.writeObjectPropertyStart("decoder");
            json.writeStringProperty("type", "WordPiece");
            json.writeStringProperty("prefix", BytePairTrainer.CONTINUATION);
            json.writeBooleanProperty("cleanup", true);
            json.writeEndObject();
            writeModel(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private int id(String token) {
        return ids.getOrDefault(token, -1);
    }

    private void writeSpecialTokens(JsonGenerator json) {
        List<String> tokens = new ArrayList<>(SPECIAL_TOKENS);
        tokens.sort(Comparator.comparingInt(this::id));
        json.writeArrayPropertyStart("added_tokens");
        for (String token : tokens) {
            TokenizerFile.writeSpecialToken(json, id(token), token);
        }
        json.writeEndArray();
    }

    private static void writeNormalizer(JsonGenerator json, boolean lowerCase) {
        json.writeObjectPropertyStart("normalizer");
        json.writeStringProperty("type", "BertNormalizer");
        json.writeBooleanProperty("clean_text", true);
        json.writeBooleanProperty("handle_chinese_chars", true);
        json.writeNullProperty("strip_accents"); // as lowercase says
        json.writeBooleanProperty("lowercase", lowerCase);
        json.writeEndObject();
    }

    private void writePostProcessor(JsonGenerator json) {
        json.writeObjectPropertyStart("post_processor");
        json.writeStringProperty("type", "TemplateProcessing");
        json.writeArrayPropertyStart("single");
        writePiece(json, "SpecialToken", CLASSIFICATION, 0);
        writePiece(json, "Sequence", "A", 0);
        writePiece(json, "SpecialToken", SEPARATOR, 0);
        json.writeEndArray();
        json.writeArrayPropertyStart("pair");
        writePiece(json, "SpecialToken", CLASSIFICATION, 0);
        writePiece(json, "Sequence", "A", 0);
        writePiece(json, "SpecialToken", SEPARATOR, 0);
        writePiece(json, "Sequence", "B", 1);
        writePiece(json, "SpecialToken", SEPARATOR, 1);
        json.writeEndArray();
        json.writeObjectPropertyStart("special_tokens");
        for (String token : List.of(CLASSIFICATION, SEPARATOR)) {
            json.writeObjectPropertyStart(token);
            json.writeStringProperty("id", token);
            json.writeName("ids").writeArray(new int[] {id(token)}, 0, 1);
            json.writeArrayPropertyStart("tokens");
            json.writeString(token);
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writePiece(JsonGenerator json, String kind, String id, int segment) {
        json.writeStartObject();
        json.writeObjectPropertyStart(kind);
        json.writeStringProperty("id", id);
        json.writeNumberProperty("type_id", segment);
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeModel(JsonGenerator json) {
        json.writeObjectPropertyStart("model");
        json.writeStringProperty("type", "WordPiece");
        json.writeStringProperty("unk_token", UNKNOWN);
        json.writeStringProperty("continuing_subword_prefix", BytePairTrainer.CONTINUATION);
        json.writeNumberProperty("max_input_chars_per_word", LONGEST_WORD);
        json.writeObjectPropertyStart("vocab");
        ids.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(token -> json.writeNumberProperty(token.getKey(), token.getValue()));
        json.writeEndObject();
        json.writeEndObject();
    }
}
