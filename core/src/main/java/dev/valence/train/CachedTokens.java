package dev.valence.train;

import dev.valence.internal.tokenize.TokenBatch;
import dev.valence.internal.tokenize.TokenCache;
import dev.valence.internal.tokenize.Tokenization;
import dev.valence.internal.tokenize.Tokenizer;
import java.util.List;

/** Tokens of texts, taken from the cache where they are there. */
final class CachedTokens {
    private CachedTokens() {}

    /**
     * Tokenizes texts; a note reports how many were cut off.
     *
     * @param name what the texts are called
     */
    static TokenBatch of(Recipe<?> recipe, Tokenizer tokenizer, List<String> texts, String name) {
        Tokenization tokenization = new TokenCache(recipe.environment.cache().resolve("tokens"), recipe.listener::note)
                .tokenize(
                        tokenizer,
                        texts,
                        recipe.engine.threads(),
                        (done, total) -> recipe.listener.progress("Tokenizing " + name, "texts", done, total));
        if (tokenization.truncated() > 0) {
            recipe.listener.note(tokenization.truncated() + " of " + texts.size() + " texts of " + name
                    + " were cut off at " + tokenizer.maximumLength() + " tokens.");
        }
        return tokenization.batch();
    }
}
