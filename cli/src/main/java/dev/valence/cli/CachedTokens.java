package dev.valence.cli;

import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.TokenCache;
import dev.valence.internal.tokenize.Tokenization;
import dev.valence.internal.tokenize.Tokenizer;
import java.util.List;

/** Tokenizes texts, or finds that done; shows how far it is and says what was cut off. */
final class CachedTokens {
    private CachedTokens() {}

    /**
     * The tokens of texts.
     *
     * @param name what the texts are called
     */
    static TokenBatch of(Terminal terminal, Tokenizer tokenizer, List<String> texts, String name, int threads) {
        Tokenization tokenization;
        try (ProgressLine line = new ProgressLine(terminal, "Tokenizing", texts.size())) {
            tokenization = new TokenCache(Caches.folder(terminal, "tokens"), terminal::note)
                    .tokenize(tokenizer, texts, threads, (done, total) -> line.update(done, name));
        }
        if (tokenization.truncated() > 0) {
            terminal.note(tokenization.truncated() + " of " + texts.size() + " texts of " + name + " were cut off at "
                    + tokenizer.maximumLength() + " tokens.");
        }
        return tokenization.batch();
    }
}
