package dev.valence.internal.tokenize;

import dev.valence.InputException;
import java.util.List;

/**
 * Options of byte-pair training.
 *
 * @param vocabularySize number of tokens to stop at, special ones and single characters included
 * @param minimumFrequency how often two tokens must stand side by side to be joined
 * @param alphabetLimit how many different characters to keep, the most frequent ones; the others are dropped from words
 * @param characterOrder tokens of one character, a word's first or continuing, to be numbered in this order before those
 *     not listed; usually empty. Numbers settle ties, and Hugging Face tokenizers number continuing characters anew in
 *     each run: to repeat one of its runs, give the order it came to.
 */
public record BytePairOptions(
        int vocabularySize, int minimumFrequency, int alphabetLimit, List<String> characterOrder) {
    /** A limit that keeps every character. */
    public static final int WHOLE_ALPHABET = Integer.MAX_VALUE;

    private static final int MINIMUM_FREQUENCY = 2;

    /**
     * Checks the numbers and copies the list.
     *
     * @throws InputException if a number is not positive
     */
    public BytePairOptions {
        requirePositive("vocabulary size", vocabularySize);
        requirePositive("minimum frequency", minimumFrequency);
        requirePositive("limit of the alphabet", alphabetLimit);
        characterOrder = List.copyOf(characterOrder);
    }

    /** Minimum frequency 2, the whole alphabet. */
    public static BytePairOptions ofSize(int vocabularySize) {
        return new BytePairOptions(vocabularySize, MINIMUM_FREQUENCY, WHOLE_ALPHABET, List.of());
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new InputException("the " + name + " must be at least 1, found " + value + "; give a larger number");
        }
    }
}
