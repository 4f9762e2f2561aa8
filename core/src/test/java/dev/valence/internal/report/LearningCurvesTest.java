package dev.valence.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCurvesTest {
    @TempDir
    private Path folder;

    private LearningCurves read(String text) throws IOException {
        return LearningCurves.read(Files.writeString(folder.resolve("metrics.jsonl"), text));
    }

    @Test
    void pointsOfBothKindsAndTheStepOfTheBest() throws IOException {
        LearningCurves curves = read("""
                {"event":"train","step":100,"loss":0.7,"accuracy":0.5}
                {"event":"validation","step":100,"loss":0.69,"accuracy":0.53,"best":true}
                {"event":"train","step":200,"loss":null,"accuracy":0.6,"non_finite":{"loss":"NaN"}}
                {"event":"validation","step":211,"loss":0.61,"accuracy":0.59,"best":true}
                {"event":"validation","step":307,"loss":0.65,"accuracy":0.57,"best":false}
                """);
        assertThat(curves.training("loss")).containsExactly(new Point(100, 0.7));
        assertThat(curves.training("accuracy")).containsExactly(new Point(100, 0.5), new Point(200, 0.6));
        assertThat(curves.validation("loss"))
                .containsExactly(new Point(100, 0.69), new Point(211, 0.61), new Point(307, 0.65));
        assertThat(curves.validation("perplexity")).isEmpty();
        assertThat(curves.bestStep()).hasValue(211);
    }

    @Test
    void aResumedRunTakesBackWhatCameAfterItsCheckpoint() throws IOException {
        LearningCurves curves = read("""
                {"event":"train","step":100,"loss":0.7}
                {"event":"validation","step":100,"loss":0.6,"best":true}
                {"event":"train","step":200,"loss":0.5}
                {"event":"validation","step":200,"loss":0.4,"best":true}
                {"event":"validation","step":250,"loss":0.3,"best":true}
                {"event":"train","step":200,"loss":0.51}
                {"event":"validation","step":200,"loss":0.41,"best":true}
                """);
        assertThat(curves.training("loss")).containsExactly(new Point(100, 0.7), new Point(200, 0.51));
        assertThat(curves.validation("loss")).containsExactly(new Point(100, 0.6), new Point(200, 0.41));
        assertThat(curves.bestStep()).hasValue(200);
    }

    @Test
    void anEmptyLogHasNoCurves() throws IOException {
        assertThat(read("").validation("loss")).isEmpty();
        assertThat(read("").bestStep()).isEmpty();
    }

    @Test
    void whatIsNoLogIsToldWithItsLine() {
        assertThatThrownBy(() -> read("{\"event\":\"train\",\"step\":1}\nnonsense\n"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("metrics.jsonl line 2");
        assertThatThrownBy(() -> LearningCurves.read(folder.resolve("nowhere")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nowhere");
    }
}
