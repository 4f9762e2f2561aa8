package dev.valence.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.Example;
import dev.valence.InputException;
import dev.valence.LabelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldOutTest {
    private static final LabelSet LABELS = LabelSet.of("a", "b", "c");

    /** 101 rows of class 0, 53 of class 1, 2 of class 2. */
    private static Dataset dataset() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            examples.add(new Example("zero " + i, 0));
            if (i < 53) {
                examples.add(new Example("one " + i, 1));
            }
            if (i < 2) {
                examples.add(new Example("two " + i, 2));
            }
        }
        Split train = new Split(Split.TRAIN, "train.tsv", examples, List.of());
        return new Dataset("test", LABELS, train, Optional.empty(), Optional.empty());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 7, 4711})
    void everyClassGivesItsFraction(long seed) {
        Dataset original = dataset();
        Dataset data = original.holdOut(0.1, seed);
        Split dev = data.dev().orElseThrow();
        assertThat(count(dev, 0)).as("seed %d", seed).isEqualTo(10);
        assertThat(count(dev, 1)).as("seed %d", seed).isEqualTo(5);
        assertThat(count(dev, 2)).as("seed %d", seed).isEqualTo(1);
        assertThat(data.train().size() + dev.size()).isEqualTo(156);
        assertThat(data.train().examples())
                .isSubsetOf(original.train().examples())
                .doesNotContainAnyElementsOf(dev.examples());
        assertThat(dev.source()).isEqualTo("train.tsv (part held out, fraction 0.1, seed " + seed + ")");
    }

    @Test
    void seedDecides() {
        assertThat(dataset().holdOut(0.2, 3)).isEqualTo(dataset().holdOut(0.2, 3));
        assertThat(dataset().holdOut(0.2, 3).dev())
                .isNotEqualTo(dataset().holdOut(0.2, 4).dev());
    }

    @Test
    void equalTextsStayTogether() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 97; i++) {
            examples.add(new Example("text " + i % 31, i % 31 % 2));
        }
        HoldOut parts = HoldOut.of(new Split(Split.TRAIN, "made here", examples, List.of()), Split.DEV, 0.3, 5);
        assertThat(parts.held().texts())
                .doesNotContainAnyElementsOf(parts.rest().texts());
        assertThat(parts.held().size()).isBetween(26, 36);
    }

    @ParameterizedTest(name = "fraction {0}")
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void fractionsOutsideAreRefused(double fraction) {
        assertThatThrownBy(() -> dataset().holdOut(fraction, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tooFewOrUnlabelledRowsAreTheUsersFault() {
        Split one = new Split(Split.TRAIN, "train.tsv", List.of(new Example("x", 0)), List.of());
        assertThatThrownBy(() -> HoldOut.of(one, Split.DEV, 0.5, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("train.tsv: expected two texts of a class");
        Split unlabelled = new Split(Split.TEST, "test.tsv", List.of(new Example("x", Example.UNLABELLED)), List.of());
        assertThatThrownBy(() -> HoldOut.of(unlabelled, Split.DEV, 0.5, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test.tsv: expected labelled examples");
    }

    @Test
    void aClassWithASingleTextIsMissedByDev() {
        List<Example> examples = new ArrayList<>(dataset().train().examples());
        examples.removeIf(example -> example.text().equals("two 1"));
        Split train = new Split(Split.TRAIN, "train.tsv", examples, List.of());
        HoldOut parts = HoldOut.of(train, Split.DEV, 0.1, 3);
        assertThat(parts.held().missing(LABELS)).containsExactly("c");
        assertThat(parts.rest().missing(LABELS)).isEmpty();
    }

    @Test
    void aDevSplitIsNotReplaced() {
        Dataset data = dataset().holdOut(0.1, 1);
        assertThatThrownBy(() -> data.holdOut(0.1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long count(Split split, int label) {
        return split.examples().stream()
                .filter(example -> example.label() == label)
                .count();
    }
}
