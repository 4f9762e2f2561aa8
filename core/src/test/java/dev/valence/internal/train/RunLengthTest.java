package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valence.internal.train.TrainingConfig.Budget;
import org.junit.jupiter.api.Test;

class RunLengthTest {
    private static TrainingState state(int epoch, int steps, double seconds) {
        return new TrainingState(epoch, 0, steps, seconds, -1, null, 0, 0);
    }

    @Test
    void epochsMayHaveDifferentSteps() {
        RunLength length = new RunLength(Budget.ofEpochs(3), epoch -> 11 + epoch);
        assertThat(length.steps(state(1, 13, 7))).isEqualTo(11 + 12 + 13);
        assertThat(length.reached(state(2, 35, 7))).isFalse();
        assertThat(length.reached(state(3, 36, 7))).isTrue();
    }

    @Test
    void stepsEndARunInTheMiddleOfAnEpoch() {
        RunLength length = new RunLength(Budget.ofSteps(17), epoch -> 11);
        assertThat(length.steps(state(0, 5, 7))).isEqualTo(17);
        assertThat(length.reached(state(1, 16, 7))).isFalse();
        assertThat(length.reached(state(1, 17, 7))).isTrue();
    }

    @Test
    void minutesAreAsManyStepsAsThePaceSoFarGives() {
        RunLength length = new RunLength(Budget.ofMinutes(2), epoch -> 11);
        assertThat(length.steps(state(0, 30, 20))).isEqualTo(180);
        assertThat(length.reached(state(40, 440, 119.9))).isFalse();
        assertThat(length.reached(state(0, 1, 120))).isTrue();
    }

    @Test
    void aRunWithoutAStepYetHasOneAhead() {
        RunLength length = new RunLength(Budget.ofMinutes(2), epoch -> 11);
        assertThat(length.steps(state(0, 0, 0))).isEqualTo(1);
    }
}
