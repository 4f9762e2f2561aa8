package dev.valence.internal.transformer;

import dev.valence.InputException;
import dev.valence.internal.model.EncoderConfig;
import dev.valence.internal.tokenize.StoredTokenizer;
import dev.valence.internal.tokenize.Tokenizer;
import java.nio.file.Path;
import java.util.Map;

/**
 * The tokenizer of a model, with the files that are saved with the model.
 *
 * @param tokenizer ready for use; cuts texts at the encoder's maximum, or before that where the model asks for it
 */
record ModelTokenizer(Tokenizer tokenizer, StoredTokenizer stored) {
    /**
     * Opens a tokenizer for an encoder.
     *
     * @param file a {@code tokenizer.json}; where there is none, one is made of the {@code vocab.txt} beside it
     * @throws InputException if it cannot be read, or knows more tokens than the encoder
     */
    static ModelTokenizer open(Path file, EncoderConfig config) {
        StoredTokenizer stored = StoredTokenizer.read(file);
        Tokenizer tokenizer = stored.open(Math.min(config.maximumLength(), stored.maximumLength()));
        if (tokenizer.vocabularySize() > config.vocabularySize()) {
            tokenizer.close();
            throw new InputException(file + ": required a tokenizer of at most " + config.vocabularySize()
                    + " tokens, the model's vocabulary, found " + tokenizer.vocabularySize()
                    + "; use the tokenizer that the model was trained with");
        }
        return new ModelTokenizer(tokenizer, stored);
    }

    /** The files of the tokenizer in a model directory, by name. */
    Map<String, byte[]> files() {
        return stored.files(tokenizer.maximumLength());
    }
}
