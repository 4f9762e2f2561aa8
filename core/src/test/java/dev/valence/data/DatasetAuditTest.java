package dev.valence.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.valence.Example;
import dev.valence.LabelSet;
import dev.valence.SharedFolder;
import dev.valence.data.LengthHistogram.Bin;
import dev.valence.data.Overlap.Match;
import dev.valence.internal.NormalizedText;
import dev.valence.internal.rows.DatasetReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetAuditTest {
    @Test
    void duplicatesAndConflictsAreCounted() {
        Split train = split(
                Split.TRAIN,
                new Example("a film", 0),
                new Example("a film", 0),
                new Example("a film", 1),
                new Example("A film", 1),
                new Example("x", 1),
                new Example("x", 1));
        SplitAudit audit = audit(train).splits().get(0);
        assertThat(audit.labelCounts()).containsExactly(2, 4, 0);
        assertThat(audit.duplicateRows()).isEqualTo(3);
        assertThat(audit.conflictingTexts()).containsExactly("a film");
    }

    @Test
    void lengthsAreCountedInWords() {
        Split train = split(
                Split.TRAIN,
                new Example("one", 0),
                new Example("  two\u3000words ", 0),
                new Example("it 's three", 1),
                new Example("a b c d e f g", 1),
                new Example("a b c d e f g", 1));
        LengthHistogram words = audit(train).splits().get(0).words();
        assertThat(words.shortest()).isEqualTo(1);
        assertThat(words.longest()).isEqualTo(7);
        assertThat(words.mean()).isEqualTo(4.0); // (1 + 2 + 3 + 7 + 7) / 5
        assertThat(words.bins(3)).containsExactly(new Bin(1, 3, 3), new Bin(4, 6, 0), new Bin(7, 9, 2));
        assertThat(words.bins(100)).hasSize(7);
        assertThatThrownBy(() -> words.bins(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void overlapWithTrainIsListedExactAndNormalized() {
        Split train = split(Split.TRAIN, new Example("Lovely !", 1), new Example("lovely", 1), new Example("dull", 0));
        Split dev = split(Split.DEV, new Example("lovely", 1), new Example("new", 0), new Example("DULL...", 0));
        Split test = split(Split.TEST, new Example("lovely ?", Example.UNLABELLED));
        DatasetAudit audit = DatasetAudit.of(
                new Dataset("test", LabelSet.of("negative", "positive"), train, Optional.of(dev), Optional.of(test)));
        assertThat(audit.overlaps())
                .containsExactly(
                        new Overlap(Split.DEV, List.of(new Match("lovely", "lovely"), new Match("DULL...", "dull"))),
                        new Overlap(Split.TEST, List.of(new Match("lovely ?", "Lovely !"))));
        assertThat(audit.overlaps()).extracting(Overlap::exactRows).containsExactly(1, 0);
        assertThat(audit.splits().get(2).labelCounts()).isEmpty();
    }

    @ParameterizedTest(name = "\"{0}\" is like \"{1}\": {2}")
    @CsvSource({
        "Don't !, do n't, true",
        "ÉTÉ, été, true",
        "e\u0301te\u0301, été, true",
        "STRASSE, straße, true",
        "ΟΔΟΣ, οδος, true",
        "ﬁlm, film, true",
        "क, कि, false",
        "part 1, part 2, false",
        "!!!, ???, false",
        "👍, 👎, false"
    })
    void normalizationKeepsLettersMarksAndDigits(String one, String other, boolean alike) {
        assertThat(NormalizedText.of(one).equals(NormalizedText.of(other))).isEqualTo(alike);
    }

    /** The six and two are in the notes of whoever prepared the data, the other numbers were counted with Python. */
    @Test
    void sst2SharesSixTestAndTwoDevSentencesWithTrain() {
        DatasetAudit audit = DatasetAudit.of(DatasetReader.read(SharedFolder.data("sst2"), ReadOptions.defaults()));
        assertThat(audit.overlaps()).extracting(Overlap::split).containsExactly("dev", "test");
        assertThat(audit.overlaps()).extracting(o -> o.matches().size()).containsExactly(2, 6);
        assertThat(audit.overlaps()).extracting(Overlap::exactRows).containsExactly(0, 1);
        SplitAudit train = audit.splits().get(0);
        assertThat(train.labelCounts()).containsExactly(29_780, 37_569);
        assertThat(train.duplicateRows()).isEqualTo(371);
        assertThat(train.conflictingTexts()).hasSize(5);
        assertThat(train.words().mean()).isCloseTo(9.409553222765, within(1e-9));
        assertThat(train.words().longest()).isEqualTo(52);
    }

    private static DatasetAudit audit(Split train) {
        return DatasetAudit.of(
                new Dataset("test", LabelSet.of("a", "b", "c"), train, Optional.empty(), Optional.empty()));
    }

    private static Split split(String name, Example... examples) {
        return new Split(name, "made here", List.of(examples), List.of());
    }
}
