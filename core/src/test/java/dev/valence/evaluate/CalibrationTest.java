package dev.valence.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.valence.LabelSet;
import dev.valence.Prediction;
import dev.valence.evaluate.Calibration.Bin;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    @Test
    void binsByHand() {
        List<Prediction> predictions = List.of(
                new Prediction(LabelSet.of("a", "b"), new float[] {0.75f, 0.25f}),
                new Prediction(LabelSet.of("a", "b"), new float[] {0.25f, 0.75f}),
                new Prediction(LabelSet.of("a", "b"), new float[] {0.625f, 0.375f}),
                new Prediction(LabelSet.of("a", "b"), new float[] {1, 0}),
                new Prediction(LabelSet.of("a", "b"), new float[] {0.5f, 0.5f}));
        Calibration calibration = Calibration.of(new int[] {0, 0, 1, 0, 0}, predictions, 4);
        // 0.75 belongs to the bin it ends, 0.5 likewise.
        assertThat(calibration.bins())
                .containsExactly(
                        new Bin(0, 0.25, 0, 0, 0),
                        new Bin(0.25, 0.5, 1, 0.5, 1),
                        new Bin(0.5, 0.75, 3, (0.75 + 0.75 + 0.625) / 3, 1 / 3.0),
                        new Bin(0.75, 1, 1, 1, 1));
        assertThat(calibration.expectedError()).isCloseTo((0.5 + (2.125 - 1) + 0) / 5, within(1e-15));
    }

    @Test
    void refusesNothingToMeasure() {
        assertThatThrownBy(() -> Calibration.of(new int[0], List.of(), 15))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> Calibration.of(new int[1], List.of(new Prediction(LabelSet.of("a"), new float[] {1})), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
