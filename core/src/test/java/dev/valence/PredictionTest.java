package dev.valence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class PredictionTest {
    private static final LabelSet LABELS = LabelSet.of("bad", "good", "plain");

    @Test
    void namesTheMostProbableClassAndAllProbabilities() {
        Prediction prediction = new Prediction(LABELS, new float[] {0.125f, 0.625f, 0.25f});
        assertThat(prediction.label()).isEqualTo("good");
        assertThat(prediction.index()).isEqualTo(1);
        assertThat(prediction.confidence()).isEqualTo(0.625f);
        assertThat(prediction.probability("plain"))
                .isEqualTo(prediction.probability(2))
                .isEqualTo(0.25f);
        assertThat(prediction.probabilities())
                .containsExactly(entry("bad", 0.125f), entry("good", 0.625f), entry("plain", 0.25f));
    }

    @Test
    void namesTheFirstOfEquallyProbableClasses() {
        assertThat(new Prediction(LABELS, new float[] {0.25f, 0.375f, 0.375f}).label())
                .isEqualTo("good");
    }

    @Test
    void keepsItsProbabilities() {
        float[] given = {0.5f, 0.25f, 0.25f};
        Prediction prediction = new Prediction(LABELS, given);
        given[0] = 0;
        prediction.toArray()[0] = 0;
        assertThat(prediction.toArray()).containsExactly(0.5f, 0.25f, 0.25f);
    }

    @Test
    void refusesOtherClasses() {
        assertThatThrownBy(() -> new Prediction(LABELS, new float[] {1, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each of 3 classes, found 2");
        assertThatThrownBy(() -> new Prediction(LABELS, new float[3]).probability("fair"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[bad, good, plain], found 'fair'");
    }
}
