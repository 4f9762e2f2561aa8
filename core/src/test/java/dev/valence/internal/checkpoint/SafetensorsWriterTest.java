package dev.valence.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.valence.internal.compute.NamedTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {
    @TempDir
    Path folder;

    @Test
    void bytesAreThoseOfTheSpecification() throws IOException {
        Path file = folder.resolve("model.safetensors");
        float[] arena = {7, 1.5f, -2, 0x1p-149f, 7};
        SafetensorsWriter.write(
                file,
                List.of(new NamedTensor("w", arena, 1, 1, 2), new NamedTensor("b", arena, 3)),
                Map.of("format", "pt"));

        String header = "{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(bytes.getLong());
        assertThat(length % 8).isZero();
        assertThat(new String(bytes.array(), 8, length, StandardCharsets.UTF_8))
                .isEqualTo(header + " ".repeat(length - header.length()));
        bytes.position(8 + length);
        assertThat(bytes.remaining()).isEqualTo(12);
        assertThat(bytes.getFloat()).isEqualTo(1.5f);
        assertThat(bytes.getFloat()).isEqualTo(-2f);
        assertThat(bytes.getInt()).isEqualTo(1);
    }

    @Test
    void largerThanTheBufferAndBack() {
        long seed = 11;
        int size = 3 * 262_144 + 17;
        float[] values = new float[size + 2];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt() & 0xbfff_ffff);
        }
        Path file = folder.resolve("large.safetensors");
        SafetensorsWriter.write(file, List.of(new NamedTensor("a", values, 1, size)), Map.of());

        float[] read = new float[size + 2];
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.metadata()).isEmpty();
            opened.read(new NamedTensor("a", read, 1, size));
        }
        read[0] = values[0];
        read[size + 1] = values[size + 1];
        assertThat(read).as("seed %d", seed).isEqualTo(values);
    }

    @Test
    void awkwardNamesAndEmptyTensorsSurvive() {
        Path file = folder.resolve("awkward.safetensors");
        float[] values = {1, 2, 3};
        String name = "größe \"\\\n\u0001 😀";
        SafetensorsWriter.write(
                file,
                List.of(new NamedTensor("empty", values, 3, 0, 5), new NamedTensor(name, values, 0, 3)),
                Map.of("", ""));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.names()).containsExactly("empty", name);
            assertThat(opened.shape("empty")).containsExactly(0, 5);
            float[] read = new float[3];
            opened.read(name, read, 0);
            assertThat(read).containsExactly(values);
        }
    }

    @Test
    void replacesALongerFile() {
        Path file = folder.resolve("model.safetensors");
        float[] values = {1, 2, 3, 4, 5, 6, 7};
        SafetensorsWriter.write(file, List.of(new NamedTensor("a", values, 0, 7)), Map.of());
        SafetensorsWriter.write(file, List.of(new NamedTensor("a", values, 0, 2)), Map.of());
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(opened.shape("a")).containsExactly(2);
        }
    }

    @Test
    void refusesNamesThatClash() {
        NamedTensor a = new NamedTensor("a", new float[1], 0, 1);
        NamedTensor metadata = new NamedTensor("__metadata__", new float[1], 0, 1);
        Path file = folder.resolve("never");
        assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(a, a), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a' again");
        assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(metadata), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'__metadata__' again");
        assertThat(file).doesNotExist();
    }

    @Test
    void troubleWithTheDiskIsReported() {
        Path file = folder.resolve("none").resolve("model.safetensors");
        assertThatThrownBy(() -> SafetensorsWriter.write(file, List.of(), Map.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write " + file);
    }
}
