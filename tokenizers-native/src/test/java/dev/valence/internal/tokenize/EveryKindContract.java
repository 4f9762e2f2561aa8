package dev.valence.internal.tokenize;

import dev.valence.ReferenceJson;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract with the kinds that only the library runs, too. */
interface EveryKindContract extends TokenizerContract {
    static Stream<Arguments> encodingsOfEveryKind() throws IOException {
        return TokenizerContract.referenceEncodings("byte_pair", "word_piece", "byte_level", "unigram");
    }

    @Override
    @ParameterizedTest
    @MethodSource("encodingsOfEveryKind")
    default void encodesLikeTheReference(String model, ReferenceJson row) {
        TokenizerContract.super.encodesLikeTheReference(model, row);
    }

    @Override
    @ParameterizedTest(name = "{0}: {1} tokens, first {2}, last {3}")
    @CsvSource(
            delimiter = ' ',
            value = {"byte_pair 199 [PAD]", "word_piece 251 [PAD]", "byte_level 349 <s>", "unigram 151 <s>"})
    default void knowsItsVocabulary(String model, int size, String first) {
        TokenizerContract.super.knowsItsVocabulary(model, size, first);
    }

    @Override
    @ParameterizedTest(name = "{0}: padding {1}, classification {2}, separator {3}, mask {4}, unknown {5}")
    @CsvSource(
            delimiter = ' ',
            value = {"byte_pair 0 1 2 3 4", "word_piece 0 1 2 3 4", "byte_level 1 0 2 4 3", "unigram 1 0 2 4 3"})
    default void findsSpecialTokensInBothSpellings(
            String model, int padding, int classification, int separator, int mask, int unknown) {
        TokenizerContract.super.findsSpecialTokensInBothSpellings(
                model, padding, classification, separator, mask, unknown);
    }

    @Override
    @ParameterizedTest
    @ValueSource(strings = {"byte_pair", "word_piece", "byte_level", "unigram"})
    default void tellsWhereTokensComeFrom(String model) {
        TokenizerContract.super.tellsWhereTokensComeFrom(model);
    }
}
