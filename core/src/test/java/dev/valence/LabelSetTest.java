package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LabelSetTest {
    @Test
    void namesAndIndicesAreInverse() {
        LabelSet labels = LabelSet.of("negative", "neutral", "positive");
        assertThat(labels.size()).isEqualTo(3);
        for (int i = 0; i < labels.size(); i++) {
            assertThat(labels.index(labels.name(i))).isEqualTo(i);
        }
        assertThat(labels.index("unknown")).isEqualTo(Example.UNLABELLED);
    }

    @Test
    void refusesEmptyAndDoubleNames() {
        assertThatThrownBy(LabelSet::of).hasMessageContaining("at least one name");
        assertThatThrownBy(() -> LabelSet.of("a", "b", "a")).hasMessageContaining("'a' twice");
    }
}
