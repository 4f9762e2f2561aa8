package dev.valence.internal.tokenize;

/**
 * The steps of a {@code tokenizer.json} that runs in Java.
 *
 * @param normalization how characters are changed
 * @param preTokenizer how the text falls into words
 * @param model takes words apart
 * @param addedTokens tokens that a text may spell
 * @param prefix ids put before each text
 * @param suffix ids put after each text
 */
record Pipeline(
        TextNormalization normalization,
        PreTokenizer preTokenizer,
        WordEncoder model,
        AddedTokens addedTokens,
        int[] prefix,
        int[] suffix) {
    /** Number of tokens around each text. */
    int specialTokens() {
        return prefix.length + suffix.length;
    }
}
