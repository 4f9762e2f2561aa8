package dev.valence.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsLogTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("metrics.jsonl");
    }

    @Test
    void everyLineIsInTheFileBeforeItIsClosed() throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("step", 7);
        values.put("loss", 0.1f);
        values.put("rate", 3e-5);
        values.put("event", "größe\n\"x\"");
        values.put("best", true);
        values.put("none", null);
        values.put("large", new BigInteger("123456789012345678901234567890"));
        try (MetricsLog log = new MetricsLog(file)) {
            log.write(values);
            assertThat(Files.readString(file))
                    .isEqualTo("{\"step\":7,\"loss\":0.1,\"rate\":3.0E-5,\"event\":\"größe\\n\\\"x\\\"\",\"best\":true,"
                            + "\"none\":null,\"large\":123456789012345678901234567890}\n");
            log.write(Map.of("step", 8L));
            assertThat(Files.readAllLines(file)).hasSize(2);
        }
    }

    @Test
    void numbersWithoutAJsonFormAreNullAndNamed() throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("loss", Double.NaN);
        values.put("step", 3);
        values.put("norm", Float.NEGATIVE_INFINITY);
        try (MetricsLog log = new MetricsLog(file)) {
            log.write(values);
        }
        String line = Files.readString(file);
        assertThat(line)
                .isEqualTo("{\"loss\":null,\"step\":3,\"norm\":null,"
                        + "\"non_finite\":{\"loss\":\"NaN\",\"norm\":\"-Infinity\"}}\n");
        assertThat(ConfigJson.parse("line", line).object("non_finite").string("loss"))
                .isEqualTo("NaN");
    }

    @Test
    void appendsToWhatIsThere() throws IOException {
        for (int step = 0; step < 3; step++) {
            try (MetricsLog log = new MetricsLog(file)) {
                log.write(Map.of("step", step));
            }
        }
        assertThat(Files.readAllLines(file)).containsExactly("{\"step\":0}", "{\"step\":1}", "{\"step\":2}");
    }

    @ParameterizedTest(name = "after \"{0}\"")
    @CsvSource({"{\"step\":0}|{\"st, {\"step\":0}|", "{\"st, ''", "'', ''", "{\"step\":0}|, {\"step\":0}|"})
    void cutsOffATornLine(String before, String kept) throws IOException {
        Files.writeString(file, before.replace('|', '\n'));
        try (MetricsLog log = new MetricsLog(file)) {
            log.write(Map.of("step", 1));
        }
        assertThat(Files.readString(file)).isEqualTo(kept.replace('|', '\n') + "{\"step\":1}\n");
    }

    @Test
    void isCutBackToACheckpoint() throws IOException {
        try (MetricsLog log = new MetricsLog(file)) {
            log.write(Map.of("step", 1));
            long bytes = log.force();
            log.write(Map.of("step", 2));
            log.cutTo(bytes);
            log.write(Map.of("step", 3));
            assertThat(Files.readAllLines(file)).containsExactly("{\"step\":1}", "{\"step\":3}");
            assertThatThrownBy(() -> log.cutTo(100))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("metrics.jsonl: required the 100 bytes it had at the checkpoint, found 22");
        }
    }

    @Test
    void refusesWhatIsNoValue() throws IOException {
        try (MetricsLog log = new MetricsLog(file)) {
            assertThatThrownBy(() -> log.write(Map.of())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.write(Map.of("list", List.of()))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.write(Map.of("non_finite", 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("non_finite");
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void troubleWithTheDiskIsReported() throws IOException {
        assertThatThrownBy(() -> new MetricsLog(folder.resolve("none").resolve("m")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write");
        MetricsLog log = new MetricsLog(file);
        log.close();
        assertThatThrownBy(() -> log.write(Map.of("step", 1))).isInstanceOf(UncheckedIOException.class);
    }
}
