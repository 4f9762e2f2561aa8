package dev.valence.internal.tokenize;

/** The model of a tokenizer: one word as tokens. Safe for use by several threads. */
interface WordEncoder {
    /**
     * Takes a word apart.
     *
     * @param word characters of the word, from index 0
     * @param length how many, at least 1
     * @param pieces receives the tokens, which cover the word without gaps
     */
    void encode(char[] word, int length, Pieces pieces);
}
