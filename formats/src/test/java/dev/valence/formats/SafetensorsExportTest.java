package dev.valence.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.InputException;
import dev.valence.internal.checkpoint.ElementType;
import dev.valence.internal.checkpoint.SafetensorsDirectory;
import dev.valence.internal.checkpoint.SafetensorsFile;
import dev.valence.internal.checkpoint.SafetensorsWriter;
import dev.valence.internal.compute.NamedTensor;
import dev.valence.internal.json.ConfigJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsExportTest {
    private static final float[] VALUES = {1, -2.5f, 1f / 3, 1e-6f, 0, -0f, 17.3f};

    @TempDir
    private Path folder;

    private Path to;

    @BeforeEach
    void makeSource() throws IOException {
        write(VALUES);
        to = Files.createDirectory(folder.resolve("to"));
    }

    /** Three tensors of 7, 3 and 2 numbers. */
    private void write(float[] values) {
        SafetensorsWriter.write(
                folder.resolve("model.safetensors"),
                List.of(
                        new NamedTensor("a", values, 0, 7),
                        new NamedTensor("b", values, 1, 3, 1),
                        new NamedTensor("c", values, 4, 2)),
                Map.of("format", "pt", "more", "is left out"));
    }

    private void export(ElementType type, long shardBytes) {
        try (SafetensorsDirectory from = SafetensorsDirectory.open(folder)) {
            SafetensorsExport.write(from, to, type, shardBytes);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void numbersComeBackRounded(ElementType type) {
        export(type, Long.MAX_VALUE);
        try (SafetensorsDirectory written = SafetensorsDirectory.open(to)) {
            assertThat(written.names()).containsExactly("a", "b", "c");
            assertThat(written.type("a")).isEqualTo(type);
            assertThat(written.shape("b")).containsExactly(3, 1);
            assertThat(written.metadata()).isEqualTo(Map.of("format", "pt"));
            float[] values = new float[7];
            written.read("a", values, 0);
            for (int i = 0; i < VALUES.length; i++) {
                assertThat(values[i]).isEqualTo(type.rounded(VALUES[i]));
            }
            // A unit in the last place is 2^-10 of binary16 in [0.25, 0.5), and 2^-9 of bfloat16; half of it at most is
            // lost.
            double lost = type == ElementType.F32 ? 0 : type == ElementType.F16 ? 0x1p-13 : 0x1p-10;
            assertThat(Math.abs(values[2] - (double) VALUES[2])).isLessThanOrEqualTo(lost);
        }
    }

    /** Of 14, 6 and 4 bytes as F16. */
    @ParameterizedTest
    @CsvSource({"24, 1", "23, 2", "20, 2", "19, 2", "10, 2", "9, 3", "1, 3"})
    void filesHaveAtMostThatSize(long bytes, int files) throws IOException {
        export(ElementType.F16, bytes);
        assertThat(SafetensorsDirectory.fileNames(to)).hasSize(files);
        try (SafetensorsDirectory written = SafetensorsDirectory.open(to)) {
            assertThat(written.names()).containsExactlyInAnyOrder("a", "b", "c");
            float[] values = new float[2];
            written.read("c", values, 0);
            assertThat(values).containsExactly(0, -0f);
        }
        if (files == 3) {
            assertThat(names())
                    .containsExactly(
                            "model-00001-of-00003.safetensors",
                            "model-00002-of-00003.safetensors",
                            "model-00003-of-00003.safetensors",
                            "model.safetensors.index.json");
            assertThat(ConfigJson.read(to.resolve("model.safetensors.index.json"))
                            .object("metadata")
                            .integer("total_size", 0, 99))
                    .isEqualTo(24);
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(to)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void otherTensorsAndTypesStayAsTheyAre() {
        export(null, Long.MAX_VALUE);
        try (SafetensorsFile before = SafetensorsFile.open(folder.resolve("model.safetensors"));
                SafetensorsFile after = SafetensorsFile.open(to.resolve("model.safetensors"))) {
            for (String name : before.names()) {
                float[] expected = new float[7];
                float[] values = new float[7];
                before.read(name, expected, 0);
                after.read(name, values, 0);
                assertThat(values).isEqualTo(expected);
            }
        }
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        write(new float[] {1, 2, 3, 65520, 5, 6, 7});
        assertThatThrownBy(() -> export(ElementType.F16, Long.MAX_VALUE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("required numbers in 'a' that F16 can hold, found 65520.0")
                .hasMessageContaining("BF16");
        export(ElementType.BF16, Long.MAX_VALUE);
        assertThat(to.resolve("model.safetensors")).exists();
    }
}
