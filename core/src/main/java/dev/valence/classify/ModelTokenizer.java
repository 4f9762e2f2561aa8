package dev.valence.classify;

import dev.valence.InputException;
import dev.valence.model.EncoderConfig;
import dev.valence.tokenize.HuggingFaceTokenizer;
import dev.valence.tokenize.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The tokenizer of a model, and the file it came from, which goes where the model goes.
 *
 * @param tokenizer ready for use
 * @param json content of its {@code tokenizer.json}
 */
record ModelTokenizer(Tokenizer tokenizer, byte[] json) {
    /**
     * Opens a tokenizer for an encoder.
     *
     * @throws InputException if it cannot be read, or knows more tokens than the encoder
     */
    static ModelTokenizer open(Path file, EncoderConfig config) {
        byte[] json;
        try {
            json = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new InputException(file + ": required a tokenizer.json, found none that can be read; restore it", e);
        }
        Tokenizer tokenizer = HuggingFaceTokenizer.open(file, config.maximumLength());
        if (tokenizer.vocabularySize() > config.vocabularySize()) {
            tokenizer.close();
            throw new InputException(file + ": required a tokenizer of at most " + config.vocabularySize()
                    + " tokens, the model's vocabulary, found " + tokenizer.vocabularySize() + "; use the model's own");
        }
        return new ModelTokenizer(tokenizer, json);
    }
}
