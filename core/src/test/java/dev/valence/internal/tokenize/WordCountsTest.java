package dev.valence.internal.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordCountsTest {
    @Test
    void countsWordsInLowerCaseOrAsTheyAre() {
        WordCounts lower = new WordCounts(true);
        WordCounts asTheyAre = new WordCounts(false);
        for (String text : new String[] {"No, no!", "no."}) {
            lower.add(text);
            asTheyAre.add(text);
        }
        assertThat(lower.counts()).isEqualTo(Map.of("no", 3L, ",", 1L, "!", 1L, ".", 1L));
        assertThat(asTheyAre.counts()).isEqualTo(Map.of("No", 1L, "no", 2L, ",", 1L, "!", 1L, ".", 1L));
    }

    /** Lower case by normalizers.Lowercase().normalize_str of tokenizers 0.23.2. */
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({
        "ÀÉÎ,àéî",
        "ΟΔΥΣΣΕΑΣ,οδυσσεασ",
        "STRAẞE,straße",
        "\u0130I,i\u0307i",
        "\uD801\uDC00\u24B6,\uD801\uDC28\u24D0"
    })
    void lowersEachCharacterByItself(String text, String lower) {
        assertThat(WordCounts.lowerCase(text)).isEqualTo(lower);
    }
}
