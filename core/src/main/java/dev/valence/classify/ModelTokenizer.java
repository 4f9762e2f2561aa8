package dev.valence.classify;

import dev.valence.InputException;
import dev.valence.checkpoint.ConfigJson;
import dev.valence.model.EncoderConfig;
import dev.valence.tokenize.HuggingFaceTokenizer;
import dev.valence.tokenize.Tokenizer;
import dev.valence.tokenize.WordPieceVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer of a model, and the files it came from, which go where the model goes.
 *
 * @param tokenizer ready for use
 * @param files their contents by name: {@code tokenizer.json}, and what Python reads besides where it was there
 */
record ModelTokenizer(Tokenizer tokenizer, Map<String, byte[]> files) {
    private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
    private static final String LOWER_CASE = "do_lower_case";
    /** Without these, Python takes defaults of the family that may be wrong for this vocabulary: lower-casing, for one. */
    private static final List<String> COMPANIONS = List.of(TOKENIZER_CONFIG, "special_tokens_map.json");

    /**
     * Opens a tokenizer for an encoder.
     *
     * @param file a {@code tokenizer.json}; where there is none, one is made of the {@code vocab.txt} beside it
     * @throws InputException if it cannot be read, or knows more tokens than the encoder
     */
    static ModelTokenizer open(Path file, EncoderConfig config) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        byte[] json;
        try {
            json = content(file);
            files.put(HuggingFaceTokenizer.FILE_NAME, json);
            for (String companion : COMPANIONS) {
                Path beside = file.resolveSibling(companion);
                if (Files.isRegularFile(beside)) {
                    files.put(companion, Files.readAllBytes(beside));
                }
            }
        } catch (IOException e) {
            throw new InputException(file + ": required a tokenizer.json, found none that can be read; restore it", e);
        }
        Tokenizer tokenizer = HuggingFaceTokenizer.of(file, json, config.maximumLength());
        if (tokenizer.vocabularySize() > config.vocabularySize()) {
            tokenizer.close();
            throw new InputException(file + ": required a tokenizer of at most " + config.vocabularySize()
                    + " tokens, the model's vocabulary, found " + tokenizer.vocabularySize() + "; use the model's own");
        }
        return new ModelTokenizer(tokenizer, files);
    }

    private static byte[] content(Path file) throws IOException {
        Path vocabulary = file.resolveSibling(WordPieceVocabulary.FILE_NAME);
        if (Files.exists(file) || !Files.exists(vocabulary)) {
            return Files.readAllBytes(file);
        }
        Path config = file.resolveSibling(TOKENIZER_CONFIG);
        ConfigJson json = Files.exists(config) ? ConfigJson.read(config) : ConfigJson.of(Map.of());
        boolean lowerCase = !json.has(LOWER_CASE) || json.bool(LOWER_CASE); // the default of Python's BertTokenizer
        return WordPieceVocabulary.read(vocabulary).tokenizer(lowerCase);
    }
}
