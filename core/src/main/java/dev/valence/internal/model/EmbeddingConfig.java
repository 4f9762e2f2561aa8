package dev.valence.internal.model;

import dev.valence.InputException;
import dev.valence.train.PositionKind;

/**
 * Input embeddings of an encoder: the sum of token, position and token-type embeddings.
 *
 * @param positions how places are encoded
 * @param firstPosition row of learned positions that the first token of a text gets; 2 in RoBERTa, behind that of {@link
 *     #padding()}
 * @param tokenTypes kinds of tokens with an embedding each; 0 for none. All tokens of a text are of the first kind
 * @param scaled whether token embeddings are multiplied by sqrt(D)
 * @param norm whether LayerNorm follows
 */
public record EmbeddingConfig(PositionKind positions, int firstPosition, int tokenTypes, boolean scaled, boolean norm) {
    /**
     * Checks the numbers.
     *
     * @throws InputException if one is negative
     */
    public EmbeddingConfig {
        if (firstPosition < 0 || tokenTypes < 0) {
            throw new InputException("the first position and the number of token types must not be negative, found "
                    + firstPosition + " and " + tokenTypes);
        }
    }

    /**
     * Id of RoBERTa's padding token, or -1. Inside a text it has the position of that number and is not counted in the
     * positions of later tokens; neither its position nor its embedding is trained.
     */
    public int padding() {
        return firstPosition - 1;
    }

    /** Vaswani et al., 2017: scaled token embeddings and positions. */
    static EmbeddingConfig valence(PositionKind positions) {
        return new EmbeddingConfig(positions, 0, 0, true, false);
    }
}
