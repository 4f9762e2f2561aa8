package dev.valence.internal.tokenize;

import dev.valence.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code vocab.txt} that BERT was published with, a token a line, the first with id 0. {@link StoredTokenizer} makes a
 * tokenizer of it.
 */
public final class WordPieceVocabulary {
    /** Name of the file in a model directory. */
    public static final String FILE_NAME = "vocab.txt";

    private static final long MOST_BYTES = 64_000_000;

    private WordPieceVocabulary() {}

    /**
     * Reads a vocabulary, ids by token in their order. Where a token stands twice the later line counts, as it does for Hugging Face.
     *
     * @throws InputException if the file cannot be read or is no text in UTF-8
     */
    static Map<String, Integer> read(Path file) {
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
        return inOrder(ids);
    }

    private static Map<String, Integer> inOrder(Map<String, Integer> ids) {
        Map<String, Integer> ordered = new LinkedHashMap<>();
        ids.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(token -> ordered.put(token.getKey(), token.getValue()));
        return ordered;
    }

    private static InputException violation(Path file, String required, String found) {
        return new InputException(file + ": required " + required + ", found " + found
                + "; fetch the file again, or use a model with a tokenizer.json");
    }
}
