package dev.valence.internal.tokenize;

import java.util.Map;

/**
 * WordPiece as BERT uses it (Devlin et al. 2019): the longest token that the word begins with, then the longest that the
 * rest begins with and so on; a word that cannot be taken apart so is the unknown token.
 */
final class WordPieceEncoder implements WordEncoder {
    private final TokenTrie tokens;
    private final int continuation;
    private final int unknown;
    private final int longestWord;

    /**
     * @param continuationPrefix begins the tokens that continue a word
     * @param unknown id of the unknown token
     * @param longestWord code points of the longest word to take apart; longer ones are unknown
     */
    WordPieceEncoder(Map<String, Integer> vocabulary, String continuationPrefix, int unknown, int longestWord) {
        this.tokens = new TokenTrie(vocabulary);
        this.continuation = tokens.walk(TokenTrie.ROOT, continuationPrefix);
        this.unknown = unknown;
        this.longestWord = longestWord;
    }

    @Override
    public void encode(char[] word, int length, Pieces pieces) {
        if (length > longestWord && Character.codePointCount(word, 0, length) > longestWord) {
            pieces.add(unknown, length);
            return;
        }
        int start = 0;
        while (start < length) {
            int node = start == 0 ? TokenTrie.ROOT : continuation;
            int id = TokenTrie.NONE;
            int end = start;
            for (int i = start; i < length && node != TokenTrie.NONE; i++) {
                node = tokens.child(node, word[i]);
                if (tokens.id(node) != TokenTrie.NONE) {
                    id = tokens.id(node);
                    end = i + 1;
                }
            }
            if (id == TokenTrie.NONE) {
                pieces.clear();
                pieces.add(unknown, length);
                return;
            }
            pieces.add(id, end);
            start = end;
        }
    }
}
